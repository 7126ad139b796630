import { type Ref, useCallback, type VideoHTMLAttributes } from "react";

interface MediaViewProps extends VideoHTMLAttributes<HTMLVideoElement> {
  readonly stream: MediaStream | null;
  readonly videoRef?: Ref<HTMLVideoElement>;
}

/** A video element that shows a stream, inline on phones. */
export function MediaView({ stream, videoRef, ...rest }: MediaViewProps) {
  const attach = useCallback(
    (video: HTMLVideoElement | null) => {
      if (video && video.srcObject !== stream) video.srcObject = stream;
      if (typeof videoRef === "function") videoRef(video);
      else if (videoRef) videoRef.current = video;
    },
    [stream, videoRef],
  );
  return <video ref={attach} playsInline autoPlay {...rest} />;
}
