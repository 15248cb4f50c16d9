"""A run of a trainer: what it has learnt, kept in a folder, so that it goes on there when it is started again."""

import copy
from pathlib import Path

import torch
from torch import Tensor, nn

CHECKPOINT, LOG = "last.pt", "log.txt"


def averaged_weights(folder: Path) -> dict[str, Tensor]:
    """The moving average of a run's weights."""
    return torch.load(folder / CHECKPOINT, weights_only=True)["average"]


def save_weights(folder: Path, average: dict[str, Tensor]) -> None:
    """A run of nothing but averaged weights, for others to begin with or to be measured."""
    folder.mkdir(parents=True, exist_ok=True)
    torch.save({"average": average}, folder / CHECKPOINT)


class Run:
    """The network, its moving average, the optimiser, the schedule where there is one, and how far the plan is done."""

    def __init__(
        self, folder: Path, network: nn.Module, optimiser: torch.optim.Optimizer, decay: float,
        schedule: torch.optim.lr_scheduler.LRScheduler | None = None,
    ) -> None:  # fmt: skip
        """`decay`: of the moving average, per step; less in the first steps."""
        self.folder, self.network, self.optimiser, self.schedule = folder, network, optimiser, schedule
        self.decay, self.average = decay, {name: value.clone() for name, value in network.state_dict().items()}
        self.steps = 0
        """Steps of the optimiser."""
        self.done = 0
        """How much of the plan is done, by the trainer's own count."""
        folder.mkdir(parents=True, exist_ok=True)
        if (folder / CHECKPOINT).exists():
            self.resume()

    def parts(self) -> dict:
        parts = {"network": self.network, "optimiser": self.optimiser, "schedule": self.schedule}
        return {name: part for name, part in parts.items() if part is not None}

    def resume(self) -> None:
        """Goes on from the checkpoint, but with the learning rates that are asked for now."""
        state = torch.load(self.folder / CHECKPOINT, weights_only=True)
        peaks = [group.get("peak") for group in self.optimiser.param_groups]
        for name, part in self.parts().items():
            part.load_state_dict(state[name])
        for group, peak in zip(self.optimiser.param_groups, peaks, strict=True):
            if peak is not None:
                group["peak"] = peak
        self.average, self.steps, self.done = state["average"], state["steps"], state["done"]
        self.log(f"going on after {self.done}")

    def save(self, done: int) -> None:
        """Writes the checkpoint, whole or not at all; `done`: how much of the plan."""
        self.done = done
        state = {name: part.state_dict() for name, part in self.parts().items()}
        state |= {"average": self.average, "steps": self.steps, "done": done}
        new = self.folder / "last.new"
        torch.save(state, new)
        new.rename(self.folder / CHECKPOINT)

    def rate(self, scale: float) -> None:
        """Sets the learning rate of each group of parameters: its `peak`, scaled."""
        for group in self.optimiser.param_groups:
            group["lr"] = group["peak"] * scale

    def learn(self, loss: Tensor) -> None:
        """One step of the optimiser, of the schedule and of the moving average."""
        self.optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimiser.step()
        if self.schedule is not None:
            self.schedule.step()
        self.steps += 1
        keep = min(self.decay, (1 + self.steps) / (10 + self.steps))
        for name, value in self.network.state_dict().items():
            self.average[name].lerp_(value, 1 - keep)

    def averaged(self) -> nn.Module:
        """The network with its averaged weights, to be measured."""
        network = copy.deepcopy(self.network)
        network.load_state_dict(self.average)
        return network.eval()

    def log(self, line: str) -> None:
        """Prints a line, and keeps it."""
        print(line, flush=True)
        with (self.folder / LOG).open("a") as file:
            file.write(line + "\n")
