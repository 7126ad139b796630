/** How a picture is turned on the screen. */
export interface Turning {
  readonly mirrored: boolean;
  /** Quarters, clockwise. */
  readonly quarters: number;
}

/** The picture of this moment in full size, turned as it is shown; null where there is none yet. */
export function snapshot(video: HTMLVideoElement, { mirrored, quarters }: Turning): Promise<Blob | null> {
  const { videoWidth: width, videoHeight: height } = video;
  if (width === 0) return Promise.resolve(null);
  const canvas = document.createElement("canvas");
  const lying = quarters % 2 === 1;
  canvas.width = lying ? height : width;
  canvas.height = lying ? width : height;
  const pen = canvas.getContext("2d");
  pen?.translate(canvas.width / 2, canvas.height / 2);
  pen?.rotate((quarters * Math.PI) / 2);
  pen?.scale(mirrored ? -1 : 1, 1);
  pen?.drawImage(video, -width / 2, -height / 2);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

/** `phone-2026-03-01-14-05-59.png`, in the person's own time. */
export function snapshotName(at: Date): string {
  const pad = (value: number) => String(value).padStart(2, "0");
  const parts = [at.getFullYear(), at.getMonth() + 1, at.getDate(), at.getHours(), at.getMinutes(), at.getSeconds()];
  return `phone-${parts.map(pad).join("-")}.png`;
}
