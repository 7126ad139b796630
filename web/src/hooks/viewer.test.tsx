// @vitest-environment happy-dom
import { useRef } from "react";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { PictureView, Viewer } from "../core";
import { testPage } from "../testing";
import { usePictureView } from "./viewer";

const page = testPage();
let shown: PictureView[];
let received: number;

function Picture({ viewer }: { viewer: Viewer }) {
  const video = useRef<HTMLVideoElement>(null);
  usePictureView(viewer, "camera", video, null);
  // biome-ignore lint/a11y/useMediaCaption: a test's picture
  return <video ref={video} />;
}

/** Shows a picture in a tab behind others. */
async function behind(): Promise<HTMLVideoElement> {
  const show = (_: string, view: PictureView, height: number) => {
    shown.push(view);
    received = height;
  };
  const viewer = { show } as unknown as Viewer;
  await page.show(<Picture viewer={viewer} />);
  return page.place.querySelector("video") as HTMLVideoElement;
}

const define = (name: string, value: unknown) => Object.defineProperty(document, name, { value, configurable: true });

beforeEach(() => {
  shown = [];
  define("visibilityState", "hidden");
});

afterEach(() => {
  for (const name of ["visibilityState", "pictureInPictureEnabled", "pictureInPictureElement"]) {
    Reflect.deleteProperty(document, name);
  }
});

test("a picture in a tab behind others is seen by nobody, unless it floats", async () => {
  define("pictureInPictureEnabled", true);
  const video = await behind();
  expect(shown.at(-1)?.visible).toBe(false);
  const pictureInPictureWindow = Object.assign(new EventTarget(), { width: 320, height: 180 });
  video.dispatchEvent(Object.assign(new Event("enterpictureinpicture"), { pictureInPictureWindow }));
  expect(shown.at(-1)).toEqual({ height: 180 * devicePixelRatio, visible: true });
  video.dispatchEvent(new Event("leavepictureinpicture"));
  expect(shown.at(-1)?.visible).toBe(false);
});

test("a picture that floats already is seen", async () => {
  define("pictureInPictureEnabled", true);
  Object.defineProperty(document, "pictureInPictureElement", {
    get: () => document.querySelector("video"),
    configurable: true,
  });
  await behind();
  expect(shown.at(-1)?.visible).toBe(true);
});

test("where a browser does not tell whether a picture floats, it may be seen", async () => {
  await behind();
  expect(shown.at(-1)?.visible).toBe(true);
});

test("how high the picture comes is told whenever that changes", async () => {
  const video = await behind();
  for (const height of [180, 720]) {
    Object.defineProperty(video, "videoHeight", { value: height, configurable: true });
    video.dispatchEvent(new Event("resize"));
    expect(received).toBe(height);
  }
});
