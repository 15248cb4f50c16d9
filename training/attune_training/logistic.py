"""Logistic regression in which no evidence may count against what it is evidence of."""

import numpy as np


def fit(x: np.ndarray, y: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Evidence that would count against a command is left out, the worst first, with the weight 0."""
    count = x.shape[1] // 2
    biases, kept = (0, count), list(range(x.shape[1]))
    while True:
        w = np.zeros(x.shape[1])
        w[kept] = newton(x[:, kept], y, weights)
        free = [k for k in kept if k not in biases]
        if not free or min(w[free]) >= 0:
            return w
        kept.remove(free[int(w[free].argmin())])


def newton(x: np.ndarray, y: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Logistic regression by Newton's method with a slight ridge."""
    w = np.zeros(x.shape[1])
    for _ in range(100):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        gradient = x.T @ (weights * (y - p)) - 1e-2 * w
        hessian = (x * (weights * p * (1 - p))[:, None]).T @ x + 1e-2 * np.eye(len(w))
        step = np.linalg.solve(hessian, gradient)
        w += step * min(1.0, 2.0 / np.abs(step).max())
    return w


def predict(w: np.ndarray, x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
