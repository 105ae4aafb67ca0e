"""What a visitor moves in; z and conditions to play from out: between two pieces, on a map, along an attribute."""
