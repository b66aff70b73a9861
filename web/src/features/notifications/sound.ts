/** Two soft tones, made here: no file to fetch. */
let context: AudioContext | null = null;

export function playSound(): void {
  try {
    context ??= new AudioContext();
    void context.resume();
    tone(context, 587, 0);
    tone(context, 880, 0.12);
  } catch {
    // A browser without sound, or one that waits for a first click: the badge tells the same.
  }
}

function tone(at: AudioContext, hertz: number, delay: number): void {
  const start = at.currentTime + delay;
  const oscillator = at.createOscillator();
  const volume = at.createGain();
  oscillator.frequency.value = hertz;
  volume.gain.setValueAtTime(0, start);
  volume.gain.linearRampToValueAtTime(0.08, start + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.45);
  oscillator.connect(volume).connect(at.destination);
  oscillator.start(start);
  oscillator.stop(start + 0.5);
}
