import { useStore } from "zustand";
import type { SessionState } from "../core";
import { api } from "../services";

/** Who is signed in. */
export function useSession(): SessionState {
  return useStore(api.session);
}
