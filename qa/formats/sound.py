"""What a sound file is: its kind, its length, its waveform. Pure."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np

from qa.formats.conversation import FileRefused
from qa.formats.problems import Problem

PER_SECOND = 20  # values of the waveform, per channel
RATE = 8_000  # samples a second are enough to see where somebody speaks
LONGEST = 12 * 3600  # seconds
SHOWN = 6_000  # values per channel that a page needs at most

# By what the file holds. Naming the demuxer keeps the decoder from following a playlist to other
# files or to the network.
KINDS = {
    "wav": "audio/wav",
    "ogg": "audio/ogg",
    "mp3": "audio/mpeg",
    "mov": "audio/mp4",
    "flac": "audio/flac",
}
ENDINGS = {"wav": "wav", "ogg": "ogg", "mp3": "mp3", "mov": "m4a", "flac": "flac"}


@dataclass(frozen=True, slots=True)
class Sound:
    """A decoded file: `kind` of KINDS, `channels` 1 or 2, `peaks` as kept (see `pack`)."""

    kind: str
    duration_ms: int
    channels: int
    peaks: bytes


def kind_of(start: bytes) -> str:
    """The kind a file's first bytes show, or ""."""
    if start[:4] == b"RIFF" and start[8:12] == b"WAVE":
        return "wav"
    if start[:4] == b"OggS":
        return "ogg"
    if start[:4] == b"fLaC":
        return "flac"
    if start[4:8] == b"ftyp":
        return "mov"
    if start[:3] == b"ID3" or (
        len(start) > 2 and start[0] == 0xFF and start[1] & 0xE6 == 0xE2 and start[1] & 0x18 != 0x08
    ):
        return "mp3"
    return ""


def is_sound(path: Path) -> bool:
    """Whether a file is a recording, by what it holds."""
    with path.open("rb") as file:
        return bool(kind_of(file.read(16)))


def listen(path: Path) -> Sound:
    """Decode a file once, from beginning to end, in little memory. FileRefused when it is no sound,
    damaged or too long."""
    with path.open("rb") as file:
        kind = kind_of(file.read(16))
    if not kind:
        raise FileRefused(Problem("not-sound"))
    try:
        channels, samples, windows = _decode(path, kind)
    except (av.error.FFmpegError, ValueError, IndexError):
        raise FileRefused(Problem("broken-sound")) from None
    if not samples:
        raise FileRefused(Problem("broken-sound"))
    return Sound(
        kind, round(samples * 1000 / RATE), channels, pack(np.concatenate(windows, axis=1))
    )


def _decode(path: Path, kind: str) -> tuple[int, int, list[np.ndarray]]:
    """(channels, samples at RATE, loudest values of windows, each of shape (channels, n) in
    0..127)."""
    step = RATE // PER_SECOND
    windows: list[np.ndarray] = []
    count = 0
    with av.open(str(path), format=kind, options={"protocol_whitelist": "file"}) as container:
        stream = next(iter(container.streams.audio), None)
        if stream is None or stream.codec_context is None:  # a kind that nobody can decode
            raise ValueError("no sound in it")
        channels = 2 if stream.codec_context.layout.nb_channels >= 2 else 1
        resampler = av.AudioResampler(
            format="s16p", layout="stereo" if channels == 2 else "mono", rate=RATE
        )
        rest = np.zeros((channels, 0), dtype=np.int16)
        for frame in _frames(container, resampler):
            samples = frame.to_ndarray()
            count += samples.shape[1]
            if count > LONGEST * RATE:
                raise FileRefused(Problem("sound-too-long", values={"hours": LONGEST // 3600}))
            rest = np.concatenate((rest, samples), axis=1)
            whole = rest.shape[1] // step * step
            if whole >= step * PER_SECOND:  # a second's worth at a time
                windows.append(_loudest(rest[:, :whole], step))
                rest = rest[:, whole:]
        if rest.shape[1]:
            missing = -rest.shape[1] % step
            windows.append(_loudest(np.pad(rest, ((0, 0), (0, missing))), step))
    return channels, count, windows


def _frames(
    container: av.container.InputContainer, resampler: av.AudioResampler
) -> Iterator[av.AudioFrame]:
    """The file's sound at RATE. A damaged end ends it: what came before can be heard."""
    heard = False
    try:
        for frame in container.decode(audio=0):
            for one in resampler.resample(frame):
                heard = True
                yield one
    except av.error.FFmpegError:
        if not heard:
            raise
    yield from resampler.resample(None)


def _loudest(samples: np.ndarray, step: int) -> np.ndarray:
    """The loudest of every `step` samples, 0..127."""
    shaped = np.abs(samples.astype(np.int32)).reshape(samples.shape[0], -1, step).max(axis=2)
    return np.minimum(shaped >> 8, 127).astype(np.uint8)


def pack(peaks: np.ndarray) -> bytes:
    """Values of shape (channels, n) to bytes: one channel after the other, compressed."""
    return zlib.compress(peaks.astype(np.uint8).tobytes(), 6)


def waveform(packed: bytes, channels: int, *, most: int = SHOWN) -> list[list[float]]:
    """The waveform for a page: per channel at most `most` values in 0..1."""
    values = np.frombuffer(zlib.decompress(packed), dtype=np.uint8).reshape(channels, -1)
    by = -(-values.shape[1] // most)
    values = (
        np.pad(values, ((0, 0), (0, -values.shape[1] % by))).reshape(channels, -1, by).max(axis=2)
    )
    return [[round(float(v) / 127, 3) for v in channel] for channel in values]
