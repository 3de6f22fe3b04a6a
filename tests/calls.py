"""A telephone call to try things on: spoken by espeak-ng in Turkish, the agent on one channel and
the customer on the other."""

from __future__ import annotations

import io
import shutil
import subprocess
import wave
import zipfile
from dataclasses import dataclass

import numpy as np
import pytest

RATE = 22_050
SAID = (
    (
        "Temsilci",
        "Vaybe müşteri hizmetlerine hoş geldiniz, ben Derya. Size nasıl yardımcı olabilirim?",
    ),
    ("Müşteri", "İyi günler, salı günü aldığım battaniye yırtık çıktı, iade etmek istiyorum."),
    ("Temsilci", "Çok üzgünüm. Hemen iade kaydı açıyorum."),
    ("Müşteri", "Teşekkür ederim, bekliyorum."),
)
GAPS = (0.4, 0.6, 7.0, 0.5)  # seconds of silence before each; the third is dead air


@dataclass(frozen=True)
class Call:
    """The sound as WAV, the transcript as WebVTT, and where each turn begins and ends, in
    seconds."""

    wav: bytes
    vtt: bytes
    turns: tuple[tuple[float, float], ...]

    def zip(self, name: str = "20250531-140512-CALL-77") -> bytes:
        """Both in one archive, under one name."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr(f"{name}.wav", self.wav)
            archive.writestr(f"{name}.vtt", self.vtt)
        return out.getvalue()


def _speak(program: str, text: str, pitch: str) -> np.ndarray:
    done = subprocess.run(
        [program, "-v", "tr", "-p", pitch, "-s", "170", "--stdout", text],
        capture_output=True,
        check=True,
    )
    with wave.open(io.BytesIO(done.stdout)) as sound:
        data = sound.readframes(sound.getnframes())
    return np.frombuffer(data, dtype=np.int16)


def _clock(seconds: float) -> str:
    return f"{int(seconds // 60):02}:{seconds % 60:06.3f}"


def make() -> Call:
    """The call, spoken by espeak-ng."""
    program = shutil.which("espeak-ng")
    if program is None:
        pytest.fail("no espeak-ng: install the package espeak-ng")
    channels: dict[str, list[np.ndarray]] = {"Temsilci": [], "Müşteri": []}
    turns, cues, at = [], [], 0.0
    for (who, text), gap in zip(SAID, GAPS, strict=True):
        spoken = _speak(program, text, "35" if who == "Temsilci" else "70")
        silence = np.zeros(int(gap * RATE), dtype=np.int16)
        for name, parts in channels.items():
            parts += [silence, spoken if name == who else np.zeros_like(spoken)]
        start, end = at + gap, at + gap + len(spoken) / RATE
        turns.append((start, end))
        cues.append(f"{_clock(start)} --> {_clock(end)}\n<v {who}>{text}</v>")
        at = end
    stereo = np.stack([np.concatenate(parts) for parts in channels.values()], axis=1)
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(2)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes(stereo.tobytes())
    return Call(out.getvalue(), ("WEBVTT\n\n" + "\n\n".join(cues) + "\n").encode(), tuple(turns))
