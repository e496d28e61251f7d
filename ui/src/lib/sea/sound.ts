/** The sound of distress: two tones, until somebody has seen it. Made here, from no file. */

let context: AudioContext | undefined;

/** Sounds once; browsers allow it after the first click or key on the page. */
export function soundDistress(): void {
  context ??= new AudioContext();
  void context.resume();
  const start = context.currentTime;
  for (let beat = 0; beat < 6; beat++) tone(context, beat % 2 === 0 ? 1300 : 2200, start + beat * 0.25);
}

/** Sounds once, softly: something new is to be looked at. */
export function soundAttention(): void {
  context ??= new AudioContext();
  void context.resume();
  tone(context, 660, context.currentTime, 0.06);
}

function tone(context: AudioContext, pitch: number, at: number, volume = 0.2): void {
  const [oscillator, loudness] = [context.createOscillator(), context.createGain()];
  oscillator.frequency.value = pitch;
  loudness.gain.setValueAtTime(0.0001, at);
  loudness.gain.exponentialRampToValueAtTime(volume, at + 0.02);
  loudness.gain.exponentialRampToValueAtTime(0.0001, at + 0.24);
  oscillator.connect(loudness).connect(context.destination);
  oscillator.start(at);
  oscillator.stop(at + 0.25);
}
