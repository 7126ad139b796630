import type { ReactNode, SVGProps } from "react";

type IconProps = SVGProps<SVGSVGElement>;

/** Line icons on a 24 grid, drawn for this app. They say nothing to screen readers: what they stand on has a name. */
function Line({ shape, ...props }: IconProps & { shape: ReactNode }) {
  return (
    <svg
      viewBox="0 0 24 24"
      width="20"
      height="20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
      {...props}
    >
      {shape}
    </svg>
  );
}

const CAMERA = <path d="M3.5 8a2 2 0 0 1 2-2h8a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-8a2 2 0 0 1-2-2zM15.5 11l5-3v8l-5-3" />;
const MICROPHONE = (
  <path d="M12 3.5a2.75 2.75 0 0 1 2.75 2.75v5a2.75 2.75 0 0 1-5.5 0v-5A2.75 2.75 0 0 1 12 3.5zM5.5 11a6.5 6.5 0 0 0 13 0M12 17.5v3" />
);
const SPEAKER = <path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5z" />;
const SLASH = <path d="M4 4l16 16" />;

export const CameraIcon = (props: IconProps) => <Line {...props} shape={CAMERA} />;
export const CameraOffIcon = (props: IconProps) => (
  <Line
    {...props}
    shape={
      <>
        {CAMERA}
        {SLASH}
      </>
    }
  />
);
export const MicrophoneIcon = (props: IconProps) => <Line {...props} shape={MICROPHONE} />;
export const MicrophoneOffIcon = (props: IconProps) => (
  <Line
    {...props}
    shape={
      <>
        {MICROPHONE}
        {SLASH}
      </>
    }
  />
);
export const ScreenIcon = (props: IconProps) => (
  <Line
    {...props}
    shape={
      <path d="M4 5.5h16a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1zM8.5 20h7M12 13.5v-5M9.5 10.5 12 8l2.5 2.5" />
    }
  />
);
export const ScreenStopIcon = (props: IconProps) => (
  <Line
    {...props}
    shape={
      <path d="M4 5.5h16a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1zM8.5 20h7M10 9l4 4m0-4-4 4" />
    }
  />
);
export const PlayIcon = (props: IconProps) => (
  <Line {...props} shape={<path d="M8 5.5v13l10.5-6.5z" fill="currentColor" />} />
);
export const PauseIcon = (props: IconProps) => (
  <Line {...props} shape={<path d="M8.5 5.5v13M15.5 5.5v13" strokeWidth="3" />} />
);
export const VolumeIcon = (props: IconProps) => (
  <Line
    {...props}
    shape={
      <>
        {SPEAKER}
        <path d="M15.5 9a4 4 0 0 1 0 6M18 6.5a7.5 7.5 0 0 1 0 11" />
      </>
    }
  />
);
export const MutedIcon = (props: IconProps) => (
  <Line
    {...props}
    shape={
      <>
        {SPEAKER}
        <path d="M15.5 9.5l5 5m0-5-5 5" />
      </>
    }
  />
);
export const FullscreenIcon = (props: IconProps) => (
  <Line {...props} shape={<path d="M4 9V4.5h4.5M20 9V4.5h-4.5M4 15v4.5h4.5M20 15v4.5h-4.5" />} />
);
export const FullscreenExitIcon = (props: IconProps) => (
  <Line {...props} shape={<path d="M8.5 4v4.5H4M15.5 4v4.5H20M8.5 20v-4.5H4M15.5 20v-4.5H20" />} />
);
export const PictureInPictureIcon = (props: IconProps) => (
  <Line
    {...props}
    shape={
      <>
        <path d="M20.5 11V6.5a1 1 0 0 0-1-1h-15a1 1 0 0 0-1 1v11a1 1 0 0 0 1 1H9" />
        <path d="M12.5 13.5h8v5h-8z" fill="currentColor" />
      </>
    }
  />
);
export const ActivityIcon = (props: IconProps) => <Line {...props} shape={<path d="M3 12.5h4l2.5-7 5 13 2.5-6h4" />} />;
export const QualityIcon = (props: IconProps) => (
  <Line {...props} shape={<path d="M4 7h9M17 7h3M4 17h3M11 17h9M15 4.5v5M9 14.5v5" />} />
);
export const EyeIcon = (props: IconProps) => (
  <Line
    {...props}
    shape={
      <>
        <path d="M2.5 12S6 5.75 12 5.75 21.5 12 21.5 12 18 18.25 12 18.25 2.5 12 2.5 12z" />
        <circle cx="12" cy="12" r="2.75" />
      </>
    }
  />
);
export const CopyIcon = (props: IconProps) => <Line {...props} shape={<path d="M9 9h10v10.5H9zM15 9V4.5H5V15h4" />} />;
export const CheckIcon = (props: IconProps) => <Line {...props} shape={<path d="M4.5 12.5 9.5 17.5 19.5 6.5" />} />;
export const AlertIcon = (props: IconProps) => (
  <Line {...props} shape={<path d="M12 4 2.5 20h19zM12 10v4.5M12 17.25v.01" />} />
);
export const InfoIcon = (props: IconProps) => (
  <Line
    {...props}
    shape={
      <>
        <circle cx="12" cy="12" r="8.75" />
        <path d="M12 11.25v5M12 7.75v.01" />
      </>
    }
  />
);
export const BroadcastIcon = (props: IconProps) => (
  <Line
    {...props}
    shape={
      <>
        <circle cx="12" cy="12" r="2.25" fill="currentColor" />
        <path d="M7.75 16.25a6 6 0 0 1 0-8.5M16.25 7.75a6 6 0 0 1 0 8.5M5 19a10 10 0 0 1 0-14M19 5a10 10 0 0 1 0 14" />
      </>
    }
  />
);
export const ArrowIcon = (props: IconProps) => <Line {...props} shape={<path d="M5 12h14M13 6l6 6-6 6" />} />;
export const PlusIcon = (props: IconProps) => <Line {...props} shape={<path d="M12 5v14M5 12h14" />} />;
export const KeyIcon = (props: IconProps) => (
  <Line
    {...props}
    shape={
      <>
        <circle cx="8" cy="15.5" r="4" />
        <path d="M11 12.5 19.5 4M16 7.5l3 3" />
      </>
    }
  />
);
export const CloseIcon = (props: IconProps) => <Line {...props} shape={<path d="M6 6l12 12M18 6 6 18" />} />;
export const ChevronIcon = (props: IconProps) => <Line {...props} shape={<path d="M7 10l5 5 5-5" />} />;
export const MoreIcon = (props: IconProps) => (
  <Line {...props} shape={<path d="M5.5 12h.01M12 12h.01M18.5 12h.01" strokeWidth="2.75" />} />
);
export const ChatIcon = (props: IconProps) => (
  <Line
    {...props}
    shape={
      <path d="M4 6.5A2.5 2.5 0 0 1 6.5 4h11A2.5 2.5 0 0 1 20 6.5v7a2.5 2.5 0 0 1-2.5 2.5H11l-5 4v-4.1a2.5 2.5 0 0 1-2-2.4z" />
    }
  />
);
export const SettingsIcon = (props: IconProps) => (
  <Line {...props} shape={<path d="M4 7h9M17 7h3M4 17h3M11 17h9M15 4.5v5M9 14.5v5" />} />
);
export const PersonIcon = (props: IconProps) => (
  <Line
    {...props}
    shape={
      <>
        <circle cx="12" cy="8.5" r="3.75" />
        <path d="M4.75 20a7.25 7.25 0 0 1 14.5 0" />
      </>
    }
  />
);
export const PhoneIcon = (props: IconProps) => (
  <Line
    {...props}
    shape={<path d="M8 3.5h8a1 1 0 0 1 1 1v15a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1v-15a1 1 0 0 1 1-1zM11 17.5h2" />}
  />
);
export const FlipCameraIcon = (props: IconProps) => (
  <Line
    {...props}
    shape={
      <path d="M4.5 11a7.5 7.5 0 0 1 13.25-3.75L20 9.5M20 4.5v5h-5M19.5 13a7.5 7.5 0 0 1-13.25 3.75L4 14.5M4 19.5v-5h5" />
    }
  />
);
export const TorchIcon = (props: IconProps) => (
  <Line {...props} shape={<path d="M13 3 5.5 13.5H11L10.5 21 18.5 10H13z" />} />
);
export const SnapshotIcon = (props: IconProps) => (
  <Line
    {...props}
    shape={
      <>
        <path d="M4 8h3.5L9 5.5h6L16.5 8H20a.5.5 0 0 1 .5.5v10a.5.5 0 0 1-.5.5H4a.5.5 0 0 1-.5-.5v-10A.5.5 0 0 1 4 8z" />
        <circle cx="12" cy="13" r="3.25" />
      </>
    }
  />
);
export const MirrorIcon = (props: IconProps) => (
  <Line {...props} shape={<path d="M12 3.5v17M8.5 7.5v9H3zM15.5 7.5v9H21z" />} />
);
export const RotateIcon = (props: IconProps) => (
  <Line {...props} shape={<path d="M19.5 12a7.5 7.5 0 1 1-2.2-5.3L19.5 9M19.5 4v5h-5" />} />
);
export const SpinnerIcon = (props: IconProps) => (
  <Line
    {...props}
    shape={
      <>
        <circle cx="12" cy="12" r="8" opacity="0.25" />
        <path d="M20 12a8 8 0 0 0-8-8" />
      </>
    }
  />
);
export const WalletIcon = (props: IconProps) => (
  <Line
    {...props}
    shape={
      <path d="M18 8V6.5a1.5 1.5 0 0 0-1.5-1.5H6a2 2 0 0 0 0 4h12.5A1.5 1.5 0 0 1 20 10.5v7a1.5 1.5 0 0 1-1.5 1.5H6a2 2 0 0 1-2-2V7M16 14h.01" />
    }
  />
);
export const GiftIcon = (props: IconProps) => (
  <Line
    {...props}
    shape={
      <path d="M5 11.5v8h14v-8M3.5 8h17v3.5h-17zM12 8v11.5M12 8c-1-3-2.5-4-4-4a2 2 0 0 0 0 4zM12 8c1-3 2.5-4 4-4a2 2 0 0 1 0 4z" />
    }
  />
);
