import "./i18n";
import { act, type ReactNode } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach } from "vitest";

/** Where the tests of a file show their components. Only tests import this. */
export interface TestPage {
  /** Empty before the first `show` of a test. */
  readonly place: HTMLElement;
  /** Shows it, in place of what was shown before. */
  readonly show: (content: ReactNode) => Promise<void>;
}

/**
 * Gives each test of the file a page of its own, and takes from it what was shown when the test is over. Called before the file's
 * own `beforeEach`, so that the page is there in it.
 */
export function testPage(): TestPage {
  let place: HTMLElement;
  let root: Root;
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  beforeEach(() => {
    place = document.body.appendChild(document.createElement("div"));
    root = createRoot(place);
  });
  afterEach(async () => {
    await act(async () => root.unmount());
    place.remove();
  });
  return {
    get place() {
      return place;
    },
    show: (content) => act(async () => root.render(content)),
  };
}
