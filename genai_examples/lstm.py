"""LSTM: model bahasa rekuren, pembanding Transformer dan GPT.

Keadaan (h, c) dibawa dari token ke token; gerbang memutuskan apa yang dilupakan, apa
yang dicatat, dan apa yang ditunjukkan.

Makalah: Hochreiter & Schmidhuber (1997), doi 10.1162/neco.1997.9.8.1735.
Bab: bab/transformer.
"""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from jaxtyping import Float, Int64
from torch import Tensor, nn

from genai_examples import checks, training
from genai_examples.language import check_tokens, draw, windows


@dataclass(frozen=True)
class Config:
    """Ukuran model dan cara melatihnya."""

    vocab: int = 65
    context: int = 64  # token per jendela latih; sampel boleh lebih panjang
    width: int = 128
    layers: int = 2
    steps: int = 1000
    batch_size: int = 12
    lr: float = 2e-3
    clip: float = 1.0  # norma gradien terbesar
    seed: int = 0


State = list[tuple[Tensor, Tensor]]  # (h, c) setiap lapisan, masing-masing (B, C)


def cell(
    x: Float[Tensor, "b i"],
    h: Float[Tensor, "b c"],
    c: Float[Tensor, "b c"],
    W: Float[Tensor, "gates i"],
    U: Float[Tensor, "gates c"],
    b: Float[Tensor, " gates"],
) -> tuple[Float[Tensor, "b c"], Float[Tensor, "b c"]]:
    """h dan c sesudah satu langkah; W, U, b memuat gerbang i, f, g, o berurutan.

    c ← f c + i g dan h ← o tanh(c): selama f = 1 dan i = 0, c terbawa utuh.
    """
    i, f, g, o = (x @ W.T + h @ U.T + b).chunk(4, dim=-1)  # 4 × (B, C)
    c = f.sigmoid() * c + i.sigmoid() * g.tanh()
    return o.sigmoid() * c.tanh(), c


class LSTM(nn.Module):
    """Embedding, tumpukan lapisan LSTM, lalu logit token berikutnya."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config = config
        self.embedding = nn.Embedding(config.vocab, config.width)
        self.recurrent = nn.LSTM(
            config.width, config.width, config.layers, batch_first=True
        )
        self.head = nn.Linear(config.width, config.vocab)

    def forward(self, tokens: Int64[Tensor, "b t"]) -> Float[Tensor, "b t v"]:
        """Logit token sesudah setiap posisi, dari keadaan awal nol.

        Sama dengan `step` berulang, tetapi perulangannya berjalan di dalam C++.
        """
        check_tokens("tokens", tokens, self.config.vocab, ndim=2)
        if tokens.shape[1] == 0:
            raise ValueError("tokens: kosong; harus paling sedikit satu token")
        x, _ = self.recurrent(self.embedding(tokens))  # (B, T, C)
        return self.head(x)  # (B, T, V)

    def empty_state(self, batch: int) -> State:
        """Keadaan nol di awal `batch` barisan."""
        zero = self.head.weight.new_zeros(batch, self.config.width)
        return [(zero, zero)] * self.config.layers

    def step(
        self, token: Int64[Tensor, " b"], state: State
    ) -> tuple[Float[Tensor, "b v"], State]:
        """Logit token berikutnya dan keadaan baru sesudah membaca satu token."""
        check_tokens("token", token, self.config.vocab)
        x, following = self.embedding(token), []  # (B, C)
        for (W, U, b, d), (h, c) in zip(self.recurrent.all_weights, state, strict=True):
            x, c = cell(x, h, c, W, U, b + d)
            following.append((x, c))
        return self.head(x), following


def train(
    config: Config,
    data: Int64[Tensor, " n"],
    *,
    device: str | torch.device | None = None,
    resume: str | None = None,
    progress: bool = False,
) -> tuple[LSTM, dict[str, list[float]]]:
    """Latih pada barisan token `data`; riwayat memuat step dan loss (nat per token)."""
    device = training.find_device(device)
    pieces = windows(data.to(device), config.context, config.vocab)  # (N, T + 1)
    with training.seeded(config.seed) as generator:
        model = LSTM(config).to(device)
        optimizer = torch.optim.Adam(model.parameters(), lr=config.lr, fused=True)
        run = training.Run(resume, generator, model=model, optimizer=optimizer)
        network = training.parallel(model)
        for step in run.steps(config.steps, progress):
            (tokens,) = training.minibatch((pieces,), config.batch_size, generator)
            logits = network(tokens[:, :-1])  # (B, T, V)
            loss = F.cross_entropy(logits.flatten(0, 1), tokens[:, 1:].flatten())
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), config.clip)
            optimizer.step()
            if step % 20 == 0:
                run.log(loss=loss)
    return model.eval(), run.history


@torch.no_grad()
def sample(
    model: LSTM,
    n: int = 16,
    *,
    prompt: Int64[Tensor, " t"] | None = None,
    length: int = 200,
    temperature: float = 1.0,
    seed: int = 0,
    device: str | torch.device | None = None,
) -> Int64[Tensor, "n s"]:
    """`n` lanjutan acak `prompt` (bawaan: token 0), masing-masing `length` token."""
    checks.check_counts(n=n, length=length)
    generator = torch.Generator().manual_seed(seed)
    model = model.to(device or model.head.weight.device)
    if prompt is None:
        prompt = torch.zeros(1, dtype=torch.int64)
    check_tokens("prompt", prompt, model.config.vocab)
    if len(prompt) == 0:
        raise ValueError("prompt: kosong; harus paling sedikit satu token")
    tokens = prompt.to(model.head.weight.device).expand(n, -1)  # (n, T)
    state = model.empty_state(n)
    for token in tokens[:, :-1].unbind(1):
        _, state = model.step(token, state)
    for _ in range(length):
        logits, state = model.step(tokens[:, -1], state)  # (n, V)
        new = draw(logits, generator, temperature=temperature)  # (n,)
        tokens = torch.cat([tokens, new[:, None]], dim=1)
    return tokens
