# Dual numbers: a value and its derivative in one direction, for the second opinion on reference values.
import math


class Dual:
    """A value and its derivative in one direction."""

    def __init__(self, value, slope=0.0):
        self.value, self.slope = value, slope

    def __add__(self, other):
        other = dual(other)
        return Dual(self.value + other.value, self.slope + other.slope)

    def __mul__(self, other):
        other = dual(other)
        return Dual(self.value * other.value, self.slope * other.value + self.value * other.slope)

    def __truediv__(self, other):
        other = dual(other)
        quotient = self.value / other.value
        return Dual(quotient, (self.slope - quotient * other.slope) / other.value)

    def __pow__(self, exponent):  # a plain number, never a Dual
        derivative = exponent * self.value ** (exponent - 1) if exponent else 0.0
        return Dual(self.value**exponent, derivative * self.slope)

    def __sub__(self, other):
        return self + -dual(other)

    def __rsub__(self, other):
        return -self + other

    def __rtruediv__(self, other):
        return dual(other) / self

    def __neg__(self):
        return Dual(-self.value, -self.slope)

    def __abs__(self):
        return -self if self.value < 0 else self

    def __lt__(self, other):
        return self.value < dual(other).value

    def __gt__(self, other):
        return self.value > dual(other).value

    __radd__, __rmul__ = __add__, __mul__


def dual(x):
    return x if isinstance(x, Dual) else Dual(x)


def exp(x):
    x = dual(x)
    return Dual(math.exp(x.value), math.exp(x.value) * x.slope)


def log(x):
    x = dual(x)
    return Dual(math.log(x.value), x.slope / x.value)


def sigmoid(x):
    return 1 / (1 + exp(-x))


def cosh(x):
    x = dual(x)
    return Dual(math.cosh(x.value), math.sinh(x.value) * x.slope)
