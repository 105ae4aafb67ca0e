"""What was made in; how near real music it is and what a model hears in it, beside anchors measured alike, out."""
