"""What is shown of synthetic datasets: what their prompts ask for, and how far their clips are from real music."""
