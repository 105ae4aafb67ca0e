"""The Train page in sections: what is learnt from, how it is tested, which model, and how far the training is."""
