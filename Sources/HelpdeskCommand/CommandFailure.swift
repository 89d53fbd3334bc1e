/// Why a command did not do what it was asked; each case has its exit code of sysexits.h.
enum CommandFailure: Error, Equatable {
    /// The command line makes no sense.
    case usage(Phrase)
    /// What was to be sent cannot be sent.
    case badInput(Phrase)
    /// What was named is not there.
    case notThere(Phrase)
    /// The server said no, in its own words.
    case refused(Refusal)
    /// The server cannot be reached, or what answers is no helpdesk.
    case unavailable(Phrase)
    /// A file cannot be made.
    case cannotCreate(Phrase)
    /// What was made cannot be written out.
    case cannotWrite(Phrase)
    /// Nothing is wrong with the request, but not now.
    case tryAgain(Phrase)
    /// This user may not, or nobody is logged in.
    case notPermitted(Phrase)
    /// The environment or the session file is wrong.
    case badConfiguration(Phrase)
    /// The clerk pressed Ctrl-C.
    case cancelled
    /// The clerk pressed Ctrl-C while a change was on its way.
    case interrupted
    /// Nobody reads our output any more, as with `| head`; no reason to complain.
    case readerGone
}

extension CommandFailure {
    /// The code a script sees; the names are those of sysexits.h.
    var exitCode: Int32 {
        switch self {
        case .usage: 64  // EX_USAGE
        case .badInput: 65  // EX_DATAERR
        case .notThere: 66  // EX_NOINPUT
        case .refused(let refusal): refusal.exitCode
        case .unavailable: 69  // EX_UNAVAILABLE
        case .cannotCreate: 73  // EX_CANTCREAT
        case .cannotWrite: 74  // EX_IOERR
        case .tryAgain: 75  // EX_TEMPFAIL
        case .notPermitted: 77  // EX_NOPERM
        case .badConfiguration: 78  // EX_CONFIG
        case .cancelled, .interrupted: 130  // as shells report SIGINT
        case .readerGone: 0
        }
    }

    /// True when nothing will be answered until somebody logs in or is given the right.
    var isNotPermitted: Bool {
        switch self {
        case .notPermitted: true
        case .refused(let refusal): [401, 403].contains(refusal.status)
        default: false
        }
    }

    /// The clerk broke it off.
    var isCancelled: Bool { exitCode == 130 }

    /// What the clerk reads: one line that says what happened and what to do next, and each wrong
    /// field under it.
    func lines(in language: Language) -> [String] {
        switch self {
        case .usage(let phrase), .badInput(let phrase), .notThere(let phrase),
            .unavailable(let phrase), .cannotCreate(let phrase), .cannotWrite(let phrase),
            .tryAgain(let phrase), .notPermitted(let phrase), .badConfiguration(let phrase):
            [phrase.text(in: language)]
        case .refused(let refusal):
            [refusal.phrase.text(in: language)]
                + refusal.fields(in: language).map { "  " + $0 }
        case .cancelled:
            [Self.cancelledPhrase.text(in: language)]
        case .interrupted:
            [Self.cancelledPhrase.followed(by: Self.lookFirst).text(in: language)]
        case .readerGone:
            []
        }
    }

    private static let cancelledPhrase = Phrase("Avbrutet.", "Cancelled.")

    /// What to do where nobody knows whether a change was made.
    static let lookFirst = Phrase(
        "Det kan ändå ha blivit gjort: titta efter innan du försöker igen.",
        "It may have been done all the same: look before you try again."
    )
}
