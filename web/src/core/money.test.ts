import { describe, expect, test } from "vitest";
import { Intent } from "./intent";
import { type Meter, readMeter } from "./meter";
import { formatAmount, MOST, parseAmount, percentReached, typedAmount } from "./money";

describe("an amount that is typed", () => {
  test.each([
    ["5", 2, 500],
    ["5.5", 2, 550],
    ["5,50", 2, 550],
    [".5", 2, 50],
    ["5.", 2, 500],
    ["0.01", 2, 1],
    // Neither 0.29 * 100 nor 1.005 * 1000 is a whole number in binary.
    ["0.29", 2, 29],
    ["1.005", 3, 1005],
    [" 1 200 ", 2, 120_000],
    ["1'200.05", 2, 120_005],
    ["1 200", 0, 1200],
    ["0005", 0, 5],
    ["10000000000.00", 2, MOST],
  ])("%j with %d decimals is %d", (typed, decimals, amount) => expect(parseAmount(typed, decimals)).toBe(amount));

  test.each([
    ["", 2, "empty"],
    ["  ", 2, "empty"],
    [".", 2, "not-a-number"],
    ["five", 2, "not-a-number"],
    ["-5", 2, "not-a-number"],
    ["+5", 2, "not-a-number"],
    ["1e3", 2, "not-a-number"],
    ["1.2.3", 2, "not-a-number"],
    ["٣", 2, "not-a-number"],
    ["0.001", 2, "too-fine"],
    ["1,200", 2, "too-fine"],
    ["5.5", 0, "too-fine"],
    ["0", 2, "nothing"],
    ["0.00", 2, "nothing"],
    ["10000000000.01", 2, "too-much"],
    ["9".repeat(400), 2, "too-much"],
  ])("%j with %d decimals is refused: %s", (typed, decimals, problem) =>
    expect(parseAmount(typed, decimals)).toBe(problem),
  );

  test("comes back as it was written, whatever it was", () => {
    for (let amount = 1; amount < MOST; amount = amount * 3 + 1) {
      for (const decimals of [0, 2, 3]) {
        expect(parseAmount(typedAmount(amount, { code: "", decimals }), decimals)).toBe(amount);
      }
    }
  });
});

test("an amount is shown with the digits of its currency", () => {
  expect(formatAmount(123_450, { code: "credits", decimals: 2 })).toBe("1,234.50\u00a0credits");
  expect(formatAmount(-5, { code: "credits", decimals: 2 })).toBe("−0.05\u00a0credits");
  expect(formatAmount(7, { code: "stars", decimals: 0 })).toBe("7\u00a0stars");
  expect(formatAmount(0, { code: "credits", decimals: 3 })).toBe("0.000\u00a0credits");
});

test("a goal is reached when it is, and not by rounding", () => {
  expect(percentReached({ raised: 0, target: 3 })).toBe(0);
  expect(percentReached({ raised: 2, target: 3 })).toBe(66);
  expect(percentReached({ raised: 99_999, target: 100_000 })).toBe(99);
  expect(percentReached({ raised: 500, target: 300 })).toBe(100);
  expect(percentReached({ raised: -5, target: 300 })).toBe(0);
});

test("a wish has one key until it is done, and another wish another", () => {
  let made = 0;
  const intent = new Intent(() => `key${++made}`);
  expect(intent.keyFor({ amount: 5 })).toBe("key1");
  expect(intent.keyFor({ amount: 5 })).toBe("key1");
  expect(intent.keyFor({ amount: 6 })).toBe("key2");
  intent.done();
  expect(intent.keyFor({ amount: 6 })).toBe("key3");
});

describe("between two words of the server", () => {
  const meter: Meter = {
    state: "paying",
    pricePerMinute: 300,
    balance: 500,
    secondsLeft: 100,
    previewLeft: 10,
    seconds: 0,
    charged: 0,
    currency: "credits",
    decimals: 2,
    heardAt: 1_000,
  };

  test("paid seconds pass while watching is paid for", () => {
    expect(readMeter(meter, 3_500)).toEqual({ previewLeft: 10, secondsLeft: 98 });
    expect(readMeter(meter, 999_000).secondsLeft).toBe(0);
    expect(readMeter(meter, 0).secondsLeft).toBe(100);
  });

  test("free ones while it is free, and none while it stands", () => {
    expect(readMeter({ ...meter, state: "preview" }, 3_500)).toEqual({ previewLeft: 8, secondsLeft: 100 });
    expect(readMeter({ ...meter, state: "stopped" }, 3_500)).toEqual({ previewLeft: 10, secondsLeft: 100 });
    const { secondsLeft: _, ...unknown } = meter;
    expect(readMeter(unknown, 3_500).secondsLeft).toBeNull();
  });
});
