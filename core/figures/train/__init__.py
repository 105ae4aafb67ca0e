"""Pictures of a training that goes on."""
