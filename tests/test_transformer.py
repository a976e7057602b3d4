"""Hukum Transformer 2017: sama dengan torch.nn.Transformer, kausal, kebal pengisi."""

import dataclasses
import math
from typing import Any

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from genai_examples import transformer
from genai_examples.attention import recording
from genai_examples.transformer import END, PAD, START, Config, Transformer

SMALL = Config(
    vocab=13, context=12, width=16, heads=2, layers=2, hidden=32, warmup=100, lr=0.5
)


def pairs(n: int = 256, length: int = 5) -> tuple[torch.Tensor, torch.Tensor]:
    """Barisan acak dan kebalikannya."""
    rows = torch.randint(3, 13, (n, length), generator=torch.Generator().manual_seed(1))
    return transformer.pad(list(rows)), transformer.pad(list(rows.flip(1)))


def random_model(config: Config = SMALL) -> Transformer:
    """Semua bobot acak, juga bias dan skala yang biasanya mulai dari 0 atau 1."""
    model = Transformer(config).eval()
    with torch.no_grad():
        for p in model.parameters():
            p.add_(torch.randn_like(p) * 0.3)
    return model


# --- hakim: torch.nn.Transformer -----------------------------------------------------


def reference(model: Any) -> nn.Transformer:
    c = model.config
    judge: Any = nn.Transformer(
        c.width, c.heads, c.layers, c.layers, c.hidden, 0.0, batch_first=True
    )
    judge.encoder.norm = judge.decoder.norm = None  # makalahnya tidak memakai keduanya
    with torch.no_grad():
        for own, other in zip(model.encoder, judge.encoder.layers, strict=True):
            copy(own.attention, other.self_attn)
            copy_rest(own, other, (own.attention_norm, own.feed_forward_norm))
        for own, other in zip(model.decoder, judge.decoder.layers, strict=True):
            copy(own.attention, other.self_attn)
            copy(own.cross, other.multihead_attn)
            own_norms = own.attention_norm, own.cross_norm, own.feed_forward_norm
            copy_rest(own, other, own_norms)
    return judge


def copy(own: Any, other: Any) -> None:
    weights = own.query.weight, own.key.weight, own.value.weight
    other.in_proj_weight.copy_(torch.cat(weights))
    other.out_proj.weight.copy_(own.output.weight)
    assert not other.in_proj_bias.any()  # makalahnya tanpa bias di sini
    assert not other.out_proj.bias.any()


def copy_rest(own: Any, other: Any, own_norms: tuple) -> None:
    other.linear1.load_state_dict(own.feed_forward[0].state_dict())
    other.linear2.load_state_dict(own.feed_forward[2].state_dict())
    for i, norm in enumerate(own_norms, 1):
        getattr(other, f"norm{i}").load_state_dict(norm.state_dict())


@torch.no_grad()
def test_equals_torch_nn_transformer() -> None:
    model = random_model()
    judge = reference(model)
    source, target = pairs(6)
    source[2, 4:] = PAD
    logits = model(source, target)
    empty = source == PAD
    y = judge(
        model.embed(source),
        model.embed(target),
        tgt_mask=nn.Transformer.generate_square_subsequent_mask(target.shape[1]),
        src_key_padding_mask=empty,
        memory_key_padding_mask=empty,
    )
    expected = F.linear(y, model.embedding.weight)
    torch.testing.assert_close(logits, expected, atol=1e-5, rtol=1e-5)
    assert logits.std() > 0.1  # hukum ini tidak boleh hampa


# --- susunan makalah -----------------------------------------------------------------


def test_default_is_the_base_model_of_the_paper() -> None:
    c = Config()
    assert (c.layers, c.width, c.heads, c.hidden) == (6, 512, 8, 2048)
    assert (c.dropout, c.smoothing, c.warmup) == (0.1, 0.1, 4000)


def test_parameter_count() -> None:
    c = SMALL
    attention, norm = 4 * c.width**2, 2 * c.width
    feed_forward = 2 * c.width * c.hidden + c.hidden + c.width
    encoder = attention + feed_forward + 2 * norm
    decoder = 2 * attention + feed_forward + 3 * norm
    expected = c.vocab * c.width + c.layers * (encoder + decoder)  # satu embedding
    assert sum(p.numel() for p in Transformer(c).parameters()) == expected


def test_embedding_is_scaled_and_shared_with_the_output() -> None:
    model = random_model()
    tokens = torch.tensor([[START, 5, 6]])
    expected = model.embedding(tokens) * math.sqrt(16) + model.positions[:3]
    torch.testing.assert_close(model.embed(tokens), expected)
    memory, mask = model.encode(tokens)
    before = model.decode(tokens, memory, mask)
    with torch.no_grad():
        model.embedding.weight[9] *= 2  # token 9 tidak ada di masukan
    after = model.decode(tokens, memory, mask)
    torch.testing.assert_close(after[..., 9], 2 * before[..., 9])


def test_dropout_only_on_sublayer_outputs_and_embeddings(monkeypatch) -> None:
    model = Transformer(dataclasses.replace(SMALL, dropout=0.3)).train()
    source, target = pairs(4)
    shapes = []
    for module in model.modules():
        if isinstance(module, nn.Dropout):
            assert module.p == 0.3
            module.register_forward_hook(lambda m, x, y: shapes.append(y.shape))
    original = F.scaled_dot_product_attention

    def undropped(*args, dropout_p: float = 0.0, **options):
        assert dropout_p == 0
        return original(*args, **options)

    monkeypatch.setattr(F, "scaled_dot_product_attention", undropped)
    model(source, target)
    assert len(shapes) == 2 + 2 * SMALL.layers + 3 * SMALL.layers
    assert set(shapes) == {(4, source.shape[1], 16), (4, target.shape[1], 16)}


def test_every_sublayer_ends_with_its_norm() -> None:
    """Post-norm: keluaran encoder dan decoder bernorma satu per posisi."""
    model = Transformer(SMALL).eval()
    memory, _ = model.encode(pairs(4)[0])
    torch.testing.assert_close(memory.mean(-1), torch.zeros(4, 7), atol=1e-5, rtol=0)
    variance = memory.var(-1, correction=0)
    torch.testing.assert_close(variance, torch.ones(4, 7), atol=1e-3, rtol=0)


# --- mask dan posisi -----------------------------------------------------------------


@torch.no_grad()
def test_no_position_sees_the_future() -> None:
    model = random_model()
    source, target = pairs(4)
    changed = target.clone()
    changed[:, 4:] = (target[:, 4:] + 1) % 13
    a, b = model(source, target), model(source, changed)
    assert torch.equal(a[:, :4], b[:, :4])
    assert not torch.equal(a[:, 4:], b[:, 4:])


@torch.no_grad()
def test_padding_never_changes_a_result() -> None:
    model = random_model()
    source, target = pairs(4)
    logits = model(source, target)
    wider = model(F.pad(source, (0, 4), value=PAD), F.pad(target, (0, 3), value=PAD))
    torch.testing.assert_close(
        wider[:, : target.shape[1]], logits, atol=1e-5, rtol=1e-5
    )
    padded = transformer.cross_entropy(
        model, F.pad(source, (0, 4)), F.pad(target, (0, 3))
    )
    plain = transformer.cross_entropy(model, source, target)
    torch.testing.assert_close(padded, plain, atol=1e-5, rtol=1e-5)


@torch.no_grad()
def test_without_positions_a_permuted_input_permutes_the_output() -> None:
    model = random_model()
    source = pairs(4)[0]
    order = torch.randperm(source.shape[1])
    moved = (
        model.encode(source[:, order])[0] - model.encode(source)[0][:, order]
    ).abs()
    assert moved.max() > 0.1  # dengan posisi, urutan berarti
    model.positions.zero_()
    plain = model.encode(source)[0][:, order]
    torch.testing.assert_close(
        model.encode(source[:, order])[0], plain, atol=1e-5, rtol=1e-5
    )


# --- kerugian, jadwal, penerjemahan --------------------------------------------------


@torch.no_grad()
def test_label_smoothing_against_its_definition() -> None:
    model = random_model()
    source, target = pairs(8)
    target[3, 5:] = PAD
    log_p = model(source, target[:, :-1]).log_softmax(-1)
    labels = target[:, 1:]
    q = F.one_hot(labels, 13) * 0.9 + 0.1 / 13
    terms = -(q * log_p).sum(-1)[labels != PAD]
    smoothed = transformer.cross_entropy(model, source, target, 0.1)
    torch.testing.assert_close(smoothed, terms.mean())


def test_learning_rate_rises_then_falls() -> None:
    steps = (1, 1000, 2000, 3999, 4000, 4001, 8000, 16_000)
    rate = {step: transformer.learning_rate(step, Config()) for step in steps}
    assert max(rate.values()) == rate[4000] == pytest.approx((512 * 4000) ** -0.5)
    assert rate[2000] == pytest.approx(rate[4000] / 2)
    assert rate[16_000] == pytest.approx(rate[4000] / 2)


@torch.no_grad()
def test_greedy_translation_follows_the_full_pass() -> None:
    model = random_model()
    source, _ = pairs(5)
    target = transformer.translate(model, source, longest=10)
    assert (target[:, 0] == START).all()
    assert target.shape[1] <= 10
    best = model(source, target).argmax(-1)
    for row, choice in zip(target.tolist(), best.tolist(), strict=True):
        end = row.index(END) if END in row else len(row) - 1
        assert row[1 : end + 1] == choice[:end]
        assert not any(row[end + 1 :])  # sesudah END hanya PAD


def test_pad_frames_and_fills() -> None:
    rows = [torch.tensor([7, 8, 9]), torch.tensor([5])]
    expected = [[START, 7, 8, 9, END], [START, 5, END, PAD, PAD]]
    assert transformer.pad(rows).tolist() == expected


def test_samples_are_seeded() -> None:
    model, source = random_model(), pairs(1)[0][0]
    state = torch.get_rng_state()
    first = transformer.sample(model, 6, source=source, seed=2)
    assert torch.equal(state, torch.get_rng_state())
    assert torch.equal(first, transformer.sample(model, 6, source=source, seed=2))
    assert first.shape[0] == 6
    assert len(set(map(tuple, first.tolist()))) > 1
    assert 0 <= first.min() <= first.max() < 13


# --- pelatihan -----------------------------------------------------------------------


def test_every_parameter_gets_a_gradient() -> None:
    model = Transformer(SMALL)
    transformer.cross_entropy(model, *pairs(32), 0.1).backward()
    for name, p in model.named_parameters():
        assert p.grad is not None and p.grad.abs().sum() > 0, name


def test_training_is_seeded_and_leaves_the_global_state_alone() -> None:
    config = dataclasses.replace(SMALL, steps=3, batch_size=8)
    state = torch.get_rng_state()
    a, history = transformer.train(config, pairs())
    assert torch.equal(state, torch.get_rng_state())
    torch.rand(5)
    b, again = transformer.train(config, pairs())
    c, _ = transformer.train(dataclasses.replace(config, seed=1), pairs())
    assert history == again
    for p, q, r in zip(a.parameters(), b.parameters(), c.parameters(), strict=True):
        assert torch.equal(p, q)
        assert p.ndim == 1 or not torch.equal(p, r)


def test_learns_to_reverse_and_attends_backwards() -> None:
    config = dataclasses.replace(
        SMALL, width=32, layers=1, steps=500, batch_size=64, dropout=0.0, smoothing=0.0
    )
    source, target = pairs(2000)
    model, history = transformer.train(config, (source[:1900], target[:1900]))
    assert history["loss"][-1] < 0.2 * history["loss"][0]
    cross: Any = model.decoder[0].cross
    with recording(cross) as maps:
        out = transformer.translate(model, source[1900:], longest=7)
    assert (out == target[1900:]).float().mean() > 0.95
    assert maps[-1].shape == (100, 2, 6, 7)


# --- kesalahan -----------------------------------------------------------------------


def altered(change) -> tuple[torch.Tensor, torch.Tensor]:
    source, target = pairs(4)
    return change(source), target


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (pairs(4)[0], "data: 1 tensor; harus 2"),
        (altered(lambda s: s + 20), r"data\[0\]: token .* harus 0 … 12"),
        (altered(lambda s: s[:, 0]), r"data\[0\]: .* berdimensi 2"),
        (altered(lambda s: s.float()), r"data\[0\]: .* harus torch.int64"),
        (altered(lambda s: s * 0), r"data\[0\]: ada baris yang seluruhnya PAD"),
        (altered(lambda s: s[:2]), "data: panjang tensornya"),
        (altered(lambda s: s[:, :0]), r"data\[0\]: ada baris yang seluruhnya PAD"),
        (altered(lambda s: s.repeat(1, 3)), "tokens: panjangnya 21; harus 1 … 12"),
    ],
)
def test_bad_data_is_named(data, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        transformer.train(SMALL, data)


def test_translate_refuses_unknown_tokens() -> None:
    with pytest.raises(ValueError, match="source: token 99 tidak dikenal"):
        transformer.translate(Transformer(SMALL), torch.tensor([[START, 99, END]]))
