export { Emitter, type Unsubscribe } from "./emitter";
