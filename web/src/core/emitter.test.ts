import { expect, test, vi } from "vitest";
import { Emitter } from "./emitter";

interface Events {
  ring: number;
}

test("listeners hear what is emitted, in order, until they leave", () => {
  const emitter = new Emitter<Events>();
  const heard: string[] = [];
  const leave = emitter.on("ring", (value) => heard.push(`a${value}`));
  emitter.on("ring", (value) => heard.push(`b${value}`));
  emitter.emit("ring", 1);
  leave();
  emitter.emit("ring", 2);
  expect(heard).toEqual(["a1", "b1", "b2"]);
});

test("a listener that throws does not silence the next one", () => {
  const quiet = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const emitter = new Emitter<Events>();
  const heard: number[] = [];
  emitter.on("ring", () => {
    throw new Error("broken listener");
  });
  emitter.on("ring", (value) => heard.push(value));
  emitter.emit("ring", 7);
  expect(heard).toEqual([7]);
  expect(quiet).toHaveBeenCalledOnce();
  quiet.mockRestore();
});
