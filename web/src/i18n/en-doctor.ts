/** The sentences of the connection test. A fault says whose side it is on, and what to change there. */
export const enDoctor = {
  doctor: {
    heading: "Connection test",
    lead: "What your browser, in the network that you are in now, can do with this server. It takes ten seconds and uses no camera.",
    again: "Test again",
    copy: "Copy the report",
    copied: "Copied",
    report: "Report",
    open: "Test the connection",
    openHint: "Opens in a new tab.",
    ways: "What was tried",
    works: "Works",
    worksIn: "Works, {{time}}",
    fails: "Does not work",
    running: "Trying…",
    absent: "Not offered",
    target: "Addresses: {{target}}",
    code: "The browser’s code for it: {{code}}.",
    hops: {
      page: "This page",
      websocket: "WebSocket",
      "media-udp": "Media over UDP",
      "media-tcp": "Media over TCP",
      "turn-udp": "Relay over UDP",
      "turn-tcp": "Relay over TCP",
      "turn-tls": "Relay over TLS",
    },
    about: {
      page: "Loaded by HTTPS, or from this computer itself: only then browsers give cameras.",
      websocket: "The line by which page and server agree on everything else.",
      "media-udp": "The straight way for picture and sound, and the best.",
      "media-tcp": "For networks that let no UDP through. Lost packets hold up all that follow.",
      "turn-udp": "By the relay (TURN) where the media port itself is closed.",
      "turn-tcp": "The same for networks that let no UDP through.",
      "turn-tls": "The last resort: it looks like any other encrypted connection.",
    },
    verdicts: {
      running: {
        title: "Trying every way to the server…",
        hint: "What does not answer is waited for, up to ten seconds.",
      },
      well: {
        title: "Everything works",
        hint: "If a picture is poor or stops nonetheless, look at the details of the watch page.",
      },
      reserve: {
        title: "Picture and sound take the best way",
        hint: "What does not work is in reserve only, for other networks: {{hops}}.",
      },
      insecure: {
        title: "You can watch, but not show your camera",
        hint: "Browsers give cameras to encrypted pages only. Open the server’s https:// address.",
      },
      "no-udp": {
        title: "It works, but over TCP only",
        hint: "Your network lets no UDP through to this server. Picture and sound get here and may stop for a moment when packets are lost. Allow UDP to the addresses below in your firewall, or use another network.",
      },
      "udp-forbidden": {
        title: "It works, but over TCP only",
        hint: "This browser uses no UDP: a privacy setting, an extension or a VPN forbids it. Picture and sound get here and may stop for a moment when packets are lost. Allow it there, or use another browser.",
      },
      "relay-by-udp": {
        title: "It works, but by a detour",
        hint: "UDP to the media port does not get through, and the relay stands in. Whoever runs the server opens the media port for UDP in its firewall, or you allow it in yours.",
      },
      "relay-by-tcp": {
        title: "It works, but by a relay over TCP",
        hint: "The media port is not reached, and no UDP gets through. The picture may stop for a moment when packets are lost. Allow UDP to the addresses below in your firewall, or use another network.",
      },
      "no-media": {
        title: "No picture or sound can get through",
        hint: "The page reaches the server, and none of the ways for media does. Try another network first, a phone’s for instance: if it works there, yours blocks it. If not, whoever runs the server opens the ports below in its firewall.",
      },
      "private-addresses": {
        title: "The server does not tell its public address",
        hint: "It names addresses that only its own network reaches. Whoever runs the server starts it with --advertise and its public address.",
      },
      handshake: {
        title: "The way is found, but its encryption is not agreed on",
        hint: "Small packets get through and large ones do not, or something on the way changes them: a VPN is the usual one. Switch it off, or use another network.",
      },
      "no-websocket": {
        title: "The page loads, but gets no messages from the server",
        hint: "Something between you and the server does not let WebSockets through. Whoever runs a proxy before the server passes on Upgrade and Connection; in a company network ask its administrator.",
      },
      unreachable: {
        title: "The server does not answer",
        hint: "It may be restarting, or your network is away. Try again in a minute.",
      },
      "no-webrtc": {
        title: "This browser has no WebRTC",
        hint: "It is switched off, by an extension or a privacy setting, or the browser is too old. Switch it on, or use a current Firefox, Chrome, Edge or Safari.",
      },
    },
    faults: {
      insecure: "This page came unencrypted, so the browser gives it no camera. Open the server’s https:// address.",
      blocked:
        "It does not open. A proxy before the server has to pass on WebSockets; some company networks block them.",
      "no-webrtc": "This browser has no WebRTC, or it is switched off.",
      unasked: "The server did not answer when it was asked to take part. Try again in a minute.",
      forbidden: "This browser does not try it. A privacy setting, an extension or a VPN keeps it from doing so.",
      unanswered:
        "Nothing comes back. A firewall on the way drops it: yours, or the server’s, whose media port must be open.",
      "private-addresses":
        "The server names private addresses only. Unless you are in its network, it has to be started with --advertise and its public address.",
      handshake:
        "Small packets get through, the encryption does not come about. A VPN with too small packets does this.",
      "relay-unreachable": "The relay does not answer. Its port has to be open in the server’s firewall, and in yours.",
      "relay-untrusted":
        "Browsers take this with a certificate that they trust, and this server made its own. Whoever runs it gives it a real one: --certificate and --certificate-key.",
      "relay-refused": "The relay answers and refuses. Its clock or its secret is wrong, or it is full.",
      "relay-leads-nowhere":
        "The relay works and does not reach the media port. Whoever runs the server checks --advertise, and the firewall between the two.",
    },
    from: "Server {{version}}, {{origin}}",
    browser: "Browser: {{browser}}",
  },
} as const;
