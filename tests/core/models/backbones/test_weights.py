import torch

from core.models.backbones.weights import device_to_hear_on


def test_a_gpu_rounds_as_a_processor_does(monkeypatch):
    monkeypatch.setattr(torch.backends.cudnn, "allow_tf32", True)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    assert device_to_hear_on().type == "cuda"
    assert not torch.backends.cudnn.allow_tf32
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert device_to_hear_on().type == "cpu"
