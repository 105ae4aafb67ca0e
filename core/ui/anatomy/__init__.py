"""The Anatomy page in sections: a song in, what it is made of out; other pages send a track by `sending`."""
