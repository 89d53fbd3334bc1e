import Foundation

/// Everything a command meets outside itself, handed in once at the top.
///
/// Nothing below reads the process's environment, its clock or its descriptors by itself, so
/// a test can put a command into any surroundings it likes.
struct Surroundings: Sendable {
    var environment: [String: String]
    /// What was typed behind the program's name.
    var arguments: [String] = []
    /// Descriptor to read from; a terminal or not.
    var input: Int32
    /// Descriptor of what was asked for.
    var output: Int32
    /// Descriptor of everything that is said about it.
    var errors: Int32
    /// The moment the command began; it does not move while it runs.
    var now: Date
    var timeZone: TimeZone
    var limits = ConnectionLimits()

    /// Those of this process.
    static func ofProcess() -> Surroundings {
        Surroundings(
            environment: ProcessInfo.processInfo.environment,
            input: STDIN_FILENO,
            output: STDOUT_FILENO,
            errors: STDERR_FILENO,
            now: Date(),
            timeZone: .current
        )
    }
}

/// How long this program waits, and how much it takes in.
struct ConnectionLimits: Sendable {
    /// Until a connection stands.
    var connect = Duration.seconds(5)
    /// For a request and its whole answer.
    var total = Duration.seconds(30)
    /// Between two signs of life of a stream: a minute more than any `http.events.heartbeat-seconds`.
    var silence = Duration.seconds(3_660)
    /// Signs of life that a stream has left out when nobody is there any more.
    var heartbeatsMissedMax = 3
    /// For an attachment, which is up to a hundred times as long as any other answer.
    var download = Duration.seconds(600)
    /// Before a broken or refused request is sent once more.
    var retryPause = Duration.milliseconds(500)
    /// The longest `Retry-After` that is waited out; past it the clerk decides.
    var retryAfterMax = 5
    /// Between two looks at a hand-off that is under way.
    var followPause = Duration.seconds(1)
    /// Between two looks at what happens with watched tickets.
    var watchPause = Duration.seconds(5)
    /// The same while the desk tells by itself that something happened; clocks run out unsaid.
    var toldPause = Duration.seconds(60)
    /// Between two looks however much happens.
    var refreshPause = Duration.milliseconds(500)
    /// Between two looks at the keyboard while something lives on the screen.
    var keyPause = Duration.milliseconds(50)
    /// How many looks before the clerk is told how to go on.
    var followsMax = 120
    /// Octets of an answer in JSON.
    var answerOctetsMax = 64 * 1_024 * 1_024
    /// Octets of an attachment.
    var downloadOctetsMax = 256 * 1_024 * 1_024
}

extension Surroundings {
    var language: Language { Language(environment: environment) }

    /// The moment, counted from when something began that goes on for long.
    func now(since began: ContinuousClock.Instant) -> Date {
        now + (ContinuousClock.now - began) / .seconds(1)
    }

    /// What a rendering needs to know about who reads it.
    var reader: Reader {
        Reader(
            language: language,
            now: now,
            timeZone: timeZone,
            width: width,
            isOnScreen: isatty(output) == 1
        )
    }

    /// A value that is set and not empty.
    func variable(_ name: String) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Where this user's settings lie; a relative `XDG_CONFIG_HOME` is to be ignored.
    ///
    /// Source: XDG Base Directory Specification 0.8, "Environment variables".
    var configurationFolder: URL {
        if let path = variable("XDG_CONFIG_HOME"), path.hasPrefix("/") {
            return URL(filePath: path, directoryHint: .isDirectory)
        }
        let home =
            variable("HOME").map { URL(filePath: $0, directoryHint: .isDirectory) }
            ?? FileManager.default.homeDirectoryForCurrentUser
        return home.appending(path: ".config", directoryHint: .isDirectory)
    }

    /// True when a person sits at the keyboard.
    var hasKeyboard: Bool { isatty(input) == 1 }

    /// Colour only on a terminal that knows it, and never with `NO_COLOR` (no-color.org).
    func hasColour(on descriptor: Int32) -> Bool {
        isatty(descriptor) == 1 && variable("NO_COLOR") == nil && environment["TERM"] != "dumb"
    }

    /// Columns of the terminal; nil when nothing has to be cut.
    var width: Int? {
        if let columns = variable("COLUMNS").flatMap({ Int($0) }), columns > 0 { return columns }
        guard isatty(output) == 1 else { return nil }
        return screen?.columns ?? 80
    }

    /// The size of the terminal as it is now; nil where there is none, or it does not say.
    var screen: (columns: Int, rows: Int)? {
        var size = winsize()
        guard isatty(output) == 1, ioctl(output, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0,
            size.ws_row > 0
        else { return nil }
        return (Int(size.ws_col), Int(size.ws_row))
    }
}
