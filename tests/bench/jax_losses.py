"""The losses of compare.py's workloads in JAX, as its users write them: value_and_grad under jit, on the CPU."""
import os

os.environ["JAX_PLATFORMS"] = "cpu"
import jax  # noqa: E402
import jax.numpy as jnp  # noqa: E402

version = jax.__version__


def negative_log_likelihood(t):
    picked = jnp.take_along_axis(t["logits"], t["target"][:, None], -1)[:, 0]
    return jax.nn.logsumexp(t["logits"], -1) - picked


def focal(t):
    loss = negative_log_likelihood(t)
    return ((1 - jnp.exp(-loss)) ** 2 * loss).mean()


def squared_error(t):
    return (t["prediction"] - t["target"]) ** 2


def huber(t):
    error = jnp.abs(t["prediction"] - t["target"])
    return jnp.where(error < 1, 0.5 * error**2, error - 0.5).mean()


def bce_with_logits(t):
    z, y = t["logits"], t["target"]
    return -(y * jax.nn.log_sigmoid(z) + (1 - y) * jax.nn.log_sigmoid(-z)).mean()


def dice_bce(t):
    p = jax.nn.sigmoid(t["logits"])
    dice = 1 - (2 * (p * t["target"]).sum() + 1e-6) / (p.sum() + t["target"].sum() + 1e-6)
    return dice + bce_with_logits(t)


def clip(t):
    def directions(x):
        return x / jnp.linalg.norm(x, axis=1, keepdims=True)

    s = directions(t["left"]) @ directions(t["right"]).T / 0.07
    return ((jax.nn.logsumexp(s, 0) + jax.nn.logsumexp(s, 1)) / 2 - jnp.diagonal(s)).mean()


LOSSES = {
    "cross_entropy": lambda t: negative_log_likelihood(t).mean(),
    "focal": focal,
    "weighted_mse": lambda t: (t["weight"] * squared_error(t).mean(1)).mean(),
    "mse": lambda t: squared_error(t).mean(),
    "huber": huber,
    "bce_with_logits": bce_with_logits,
    "dice_bce": dice_bce,
    "clip": clip,
    "linear_cross_entropy": lambda t: negative_log_likelihood({"logits": t["embedding"] @ t["classifier"].T, **t}).mean(),
}


def runner(loss, arrays, wanted):
    """A call that returns (value, gradients of the `wanted` inputs) when both are there."""
    given = {name: jnp.asarray(x) for name, x in arrays.items()}
    differentiated = {name: given.pop(name) for name in wanted}
    step = jax.jit(jax.value_and_grad(lambda d, rest: LOSSES[loss]({**d, **rest})))
    return lambda: jax.block_until_ready(step(differentiated, given))
