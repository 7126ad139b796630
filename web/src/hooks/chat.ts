import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import type { Chat, ChatState } from "../core";

export function useChat<T>(chat: Chat, select: (state: ChatState) => T): T {
  return useStore(chat.store, select);
}

/** Whom this browser's person does not want to read: their business alone, and kept here. */
const BLOCKED = "lyceum.blocked";
const GUEST_NAME = "lyceum.guest-name";
/** Beyond that the first ones are forgotten. */
const MOST_BLOCKED = 500;

function remembered(): readonly string[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(BLOCKED) ?? "[]");
    return Array.isArray(found) ? found.filter((id) => typeof id === "string") : [];
  } catch {
    return [];
  }
}

const blocked = createStore<{ readonly ids: readonly string[] }>(() => ({ ids: remembered() }));

function remember(ids: readonly string[]): void {
  const kept = ids.slice(-MOST_BLOCKED);
  localStorage.setItem(BLOCKED, JSON.stringify(kept));
  blocked.setState({ ids: kept });
}

/** Ids of authors. */
export function useBlocked(): readonly string[] {
  return useStore(blocked, (state) => state.ids);
}

export function block(authorId: string): void {
  remember([...blocked.getState().ids.filter((id) => id !== authorId), authorId]);
}

export function unblock(authorIds: readonly string[]): void {
  remember(blocked.getState().ids.filter((id) => !authorIds.includes(id)));
}

/** The name under which a guest wrote last. */
export function guestName(): string {
  return localStorage.getItem(GUEST_NAME) ?? "";
}

export function rememberGuestName(name: string): void {
  localStorage.setItem(GUEST_NAME, name);
}
