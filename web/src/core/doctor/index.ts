export { Doctor, type DoctorOptions, type DoctorState } from "./doctor";
export { type Fault, type Finding, type Findings, HOPS, type Hop, type Verdict, verdictOf } from "./verdict";
export type { TestPeerInfo } from "./way";
