"""Hukum jaringan bersyarat waktu: ongkos, bentuk, ciri sinus, label, gradien."""

import pytest
import torch
from torch import nn

from genai_examples.denoiser import MLP, UNet, build, sinusoids, to_signed, to_unit

SHAPES = [(1, 28, 28), (3, 28, 28), (1, 32, 32), (3, 32, 32)]


def multiplications(network, *inputs):
    """Banyaknya perkalian satu contoh, dihitung dari keluaran setiap lapisan."""
    total = 0

    def count(layer, _, output):
        nonlocal total
        places = output[0, 0].numel() if isinstance(layer, nn.Conv2d) else 1
        total += layer.weight.numel() * places

    for layer in network.modules():
        if isinstance(layer, nn.Conv2d | nn.Linear):
            layer.register_forward_hook(count)
    network(*inputs)
    return total


def test_the_counter_counts_a_known_convolution():
    layer = nn.Sequential(nn.Conv2d(2, 3, 3, padding=1), nn.Flatten(), nn.Linear(48, 5))
    assert multiplications(layer, torch.zeros(1, 2, 4, 4)) == 2 * 3 * 9 * 16 + 48 * 5


@pytest.mark.parametrize("shape", SHAPES)
def test_a_unet_step_costs_at_most_twelve_million_multiplications(shape):
    network = UNet(shape, 16, 5)
    cost = multiplications(network, torch.zeros(1, *shape), torch.zeros(1))
    assert 1e6 < cost <= 12e6


@pytest.mark.parametrize("shape", [(2,), (5,), (3, 8, 12), (1, 28, 28)])
@pytest.mark.parametrize("classes", [0, 3])
def test_output_has_the_shape_of_x_and_every_parameter_a_gradient(shape, classes):
    network = build(shape, "unet" if len(shape) == 3 else "mlp", (16, 8), 4, classes)
    x, t = torch.randn(8, *shape), torch.rand(8)
    y = torch.arange(8) % 4 if classes else None
    out = network(x, t, y)
    assert out.shape == x.shape
    out.square().sum().backward()
    for name, parameter in network.named_parameters():
        assert parameter.grad is not None and parameter.grad.abs().sum() > 0, name


@pytest.mark.parametrize("network", [MLP(2, (16, 16), 3), UNet((1, 8, 8), 4, 3)])
def test_time_and_label_change_the_answer_and_rows_do_not_mix(network):
    x = torch.randn(6, 2) if isinstance(network, MLP) else torch.randn(6, 1, 8, 8)
    t, y = torch.rand(6), torch.tensor([0, 1, 2, 0, 1, 2])
    out = network(x, t, y)
    assert not torch.allclose(out, network(x, 1 - t, y))
    assert not torch.allclose(out, network(x, t, (y + 1) % 3))
    unlabelled = network(x, t, torch.full_like(y, 3))
    torch.testing.assert_close(network(x, t), unlabelled)
    torch.testing.assert_close(out[2:3], network(x[2:3], t[2:3], y[2:3]))


def test_sinusoids_tell_neighbouring_times_apart():
    t = torch.linspace(0, 1, 101)
    features = sinusoids(t)
    torch.testing.assert_close(
        features.square().sum(1), torch.full((101,), features.shape[1] / 2)
    )
    gaps = torch.cdist(features, features) + 9 * torch.eye(101)
    assert gaps.min() > 0.5


def test_images_are_signed_and_back_while_points_stay():
    images, points = torch.rand(2, 1, 4, 4), torch.randn(5, 2)
    torch.testing.assert_close(to_unit(to_signed(images)), images)
    assert to_signed(torch.zeros(1, 1, 1, 1)).item() == -1
    assert to_unit(torch.full((1, 1, 1, 1), 7.0)).item() == 1
    assert to_signed(points) is points and to_unit(points) is points


def test_unet_refuses_sides_that_do_not_halve_twice():
    with pytest.raises(ValueError, match="kelipatan 4"):
        UNet((1, 30, 32), 4, 0)
