"""What measures the project and prints it: each module is a command, `python -m benchmarks.<name> [--json]`."""
