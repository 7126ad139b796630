export {
  ApiClient,
  ApiError,
  type ApiOptions,
  type DirectRoomInfo,
  type Invitation,
  type ServerConfig,
  type SessionState,
  type StreamEdit,
  type StreamInfo,
  UnreachableError,
  type User,
  type Visibility,
} from "./api";
export {
  type CaptureProblem,
  type CaptureState,
  captureProblem,
  type DeviceKind,
  type DeviceState,
  LocalMedia,
} from "./capture";
export { Chat, type ChatProblem, type ChatState, inFlow, MESSAGES_KEPT, type Tip, type Unsaid } from "./chat";
export { sendableCodecs, VIDEO_CODECS, type VideoCodec } from "./codecs";
export { Emitter, type Unsubscribe } from "./emitter";
export { Intent } from "./intent";
export { measureLevel } from "./level";
export {
  type ChatLine,
  type ConnectionQuality,
  LAYER_CHOICES,
  type LayerChoice,
  type ModerationAction,
  type Participant,
  type QualityLevel,
  type Registration,
  type Role,
  type Source,
  type StreamState,
  type Track,
  type TrackLayer,
} from "./messages";
export { type Meter, type MeterReading, readMeter } from "./meter";
export {
  type AmountProblem,
  type Currency,
  formatAmount,
  formatDigits,
  MOST,
  parseAmount,
  percentReached,
  typedAmount,
} from "./money";
export {
  type LedgerReport,
  MoneyApi,
  PAGE,
  type Payout,
  type ReceivedTip,
  type TipGoal,
  type VoucherCodes,
  type Wallet,
  type WalletEntry,
} from "./money-api";
export type { PathState } from "./path";
export { Presenter, type PresenterOptions, type PresenterPhase, type PresenterState, type Sampled } from "./presenter";
export { QUALITY_PRESETS, type QualityId, type QualityPreset } from "./presets";
export { Publisher } from "./publisher";
export {
  type AudienceByDay,
  type BroadcastInfo,
  type Days,
  type Earned,
  type Earnings,
  lastDays,
  type PaidTip,
  REPORT_PAGE,
  ReportApi,
  type Supporter,
  type ViewersOverTime,
  type Watched,
} from "./report-api";
export type { RoomState } from "./room";
export {
  type CloseReason,
  RegistrationRefused,
  SignalingClient,
  type SignalingOptions,
  type SignalingState,
  signalingUrl,
} from "./signaling";
export { type LayerSample, type StatsSample, StatsSampler, sentHeight, summarize } from "./stats";
export { Viewer, type ViewerPhase, type ViewerState } from "./viewer";
export { Watcher, type WatcherState } from "./watcher";
export { fallsShort, type PictureSource, type PictureView, shownHeight } from "./wishes";
