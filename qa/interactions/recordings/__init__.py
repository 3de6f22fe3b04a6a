"""Recordings: sound files beside the transcript.

`sound` looks at a file: what it is, how long, its waveform (pure) · `keeping` puts files in their
place and takes them away · `bringing` finds the interaction a file belongs to.

Always true: a file lies under its SHA-256 in the folder of recordings, once, however many
interactions it belongs to; who may not see an interaction cannot hear it; a file that cannot be
decoded is refused."""
