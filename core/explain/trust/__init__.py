"""How far an explanation can be trusted: does it point at what the model uses, and would it come out the same again?"""
