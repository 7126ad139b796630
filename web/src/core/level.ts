/**
 * Measures how loud a microphone is, for a meter.
 *
 * @param listener hears the level about twenty times a second: 0 is silence, 1 is as loud as it gets, and speech
 *   stands around the middle, since it counts decibels as ears do
 * @returns the undoing
 */
export function measureLevel(track: MediaStreamTrack, listener: (level: number) => void): () => void {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  const input = context.createMediaStreamSource(new MediaStream([track]));
  input.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    if (context.state === "suspended") void context.resume();
    analyser.getFloatTimeDomainData(samples);
    listener(levelOf(samples));
  }, 50);
  return () => {
    clearInterval(timer);
    input.disconnect();
    void context.close();
  };
}

const FLOOR_DECIBELS = -60;

/** Root mean square of samples between -1 and 1, on a scale of decibels from -60 (0) to full (1). */
export function levelOf(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const decibels = 10 * Math.log10(sum / samples.length + 1e-12);
  return Math.min(1, Math.max(0, 1 - decibels / FLOOR_DECIBELS));
}
