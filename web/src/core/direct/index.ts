export { type CameraSettings, FRAME_RATES, type FrameRate, type PhoneFacts, type Steering, type Wish } from "./control";
export type { DirectOptions, RoomKey } from "./entry";
export { PhoneCamera } from "./phone-camera";
export { DirectReceiver, type ReceiverOptions, type ReceiverPhase, type ReceiverState } from "./receiver";
export { DirectSender, type SenderPhase, type SenderState } from "./sender";
export { spokenCode } from "./spoken-code";
export { type Way, wayOf } from "./way";
