/** What `open-rooms --help` says around the list of commands. */
export const PROGRAM_HELP = {
  description:
    'A room where SSB peers meet, see each other and talk through end-to-end encrypted tunnels.\nWithout a command it starts a room server.',
  after: `
Your first room:
  open-rooms start     start it, then open the claim link that it prints
  open-rooms invite    in a second terminal: an invite to give to a friend
  open-rooms status    who is there

"open-rooms start --help" lists every setting.`,
};

/** What `open-rooms start --help` says around the settings. */
export const START_HELP = {
  description: 'Start a room server and run it until Ctrl+C.',
  after: `
Each setting can stand in four places; the first one found wins:
  a flag                            --http-port 8080
  an environment variable           OPEN_ROOMS_HTTP_PORT=8080
  a JSON file, named by --config    {"httpPort": 8080}
  the default

Examples:
  open-rooms start
      a room for everyone who can reach this machine
  open-rooms start --host 127.0.0.1
      only this machine, to try it out
  open-rooms start --public-host room.example --name "Garden"
      set up without the claim page, by its domain name
  open-rooms start --port 0 --http-port 0 --whois-port 0 --metrics-port 0 --json
      any free ports, told as one line of JSON when ready

What you can mend ends with exit code 2 and one sentence on stderr.`,
};

/** What `open-rooms invite --help` says around its options. */
export const INVITE_HELP = {
  description: 'Make an invite on the running server and print it.',
  after: `
Examples:
  open-rooms invite
      for one person; on a terminal with a QR code
  open-rooms invite --uses 20 --note "meetup"
      for twenty
  open-rooms invite --data ./garden
      of the server that runs on that folder`,
};

/** What `open-rooms status --help` says around its options. */
export const STATUS_HELP = {
  description: 'Say how the running server is: its room, who is online, its addresses.',
  after: `
Examples:
  open-rooms status
  open-rooms status --data ./garden --json`,
};
