import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { StreamEdit, Visibility } from "../core";
import { api } from "../services";
import { useSession } from "./session";

/** Public streams, looked up again every few seconds while the page is looked at. */
export function usePublicStreams() {
  return useQuery({ queryKey: ["streams"], queryFn: () => api.streams(), refetchInterval: 5_000 });
}

export function useMyStreams() {
  const { user } = useSession();
  return useQuery({
    queryKey: ["my-streams", user?.id],
    queryFn: () => api.myStreams(),
    enabled: user !== null,
    refetchInterval: 10_000,
  });
}

export function useStream(id: string, refetchInterval: number | false = false) {
  return useQuery({ queryKey: ["stream", id], queryFn: () => api.stream(id), refetchInterval });
}

export function useServerConfig() {
  return useQuery({ queryKey: ["config"], queryFn: () => api.config(), staleTime: Number.POSITIVE_INFINITY });
}

export function useCreateStream() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (stream: { title: string; category?: string; visibility: Visibility }) => api.createStream(stream),
    onSuccess: () => client.invalidateQueries({ queryKey: ["my-streams"] }),
  });
}

export function useEditStream(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (edit: StreamEdit) => api.editStream(id, edit),
    onSuccess: (stream) => {
      client.setQueryData(["stream", id], stream);
      return client.invalidateQueries({ queryKey: ["my-streams"] });
    },
  });
}

/** For good until it goes live again: as its owner, or as an administrator. */
export function useEndStream() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.endStream(id),
    onSuccess: () => client.invalidateQueries({ queryKey: ["streams"] }),
  });
}

export function useReplaceKey() {
  return useMutation({ mutationFn: (id: string) => api.replaceKey(id) });
}
