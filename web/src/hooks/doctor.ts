import { useEffect, useState } from "react";
import { signalingUrl } from "../core";
import { Doctor } from "../core/doctor";
import { api } from "../services";

/** A connection test that begins with the page, and anew with every `attempt`; null for the instant before. */
export function useDoctor(attempt: number): Doctor | null {
  const [doctor, setDoctor] = useState<Doctor | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: an attempt more is a test more
  useEffect(() => {
    const made = new Doctor({
      greet: () => api.config(),
      openTestPeer: (offer) => api.openTestPeer(offer),
      signalingUrl: signalingUrl(),
      location: window.location,
      secure: window.isSecureContext,
    });
    setDoctor(made);
    return () => made.close();
  }, [attempt]);
  return doctor;
}
