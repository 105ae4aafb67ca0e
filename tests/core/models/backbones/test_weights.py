import torch

from core.models.backbones.weights import device_to_hear_on, fill


def test_numbers_below_full_precision_are_no_weights():
    weight = torch.tensor([[1e-40, -1e-44, 1.2e-38, -0.5]])
    network = fill(torch.nn.Linear(4, 1), {"weight": weight, "bias": torch.ones(1)}, name="a file")
    assert network.weight.tolist() == torch.tensor([[0.0, 0.0, 1.2e-38, -0.5]]).tolist()


def test_a_gpu_rounds_as_a_processor_does(monkeypatch):
    monkeypatch.setattr(torch.backends.cudnn, "allow_tf32", True)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    assert device_to_hear_on().type == "cuda"
    assert not torch.backends.cudnn.allow_tf32
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert device_to_hear_on().type == "cpu"
