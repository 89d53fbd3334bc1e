import Foundation

/// Asks the person at the keyboard for one line.
struct Prompt: Sendable {
    let input: Int32
    /// Where the question is written: never standard output, which belongs to the answer.
    let errors: Int32

    static let octetsMax = 1_024
    /// Ctrl-C.
    private static let interrupt: UInt8 = 0x03
    /// `_POSIX_VDISABLE`, a macro that Swift does not see.
    private static let noKey: UInt8 = 0

    /// Asks for something that may be seen; an empty line takes the proposal.
    ///
    /// Ctrl-C ends the line instead of the program, so that what asks can still clear up.
    func line(_ question: String, proposal: String?) throws(CommandFailure) -> String {
        var before = termios()
        let isTerminal = tcgetattr(input, &before) == 0
        if isTerminal {
            var calm = before
            withUnsafeMutableBytes(of: &calm.c_cc) { keys in
                keys[Int(VINTR)] = Self.noKey
                keys[Int(VEOL)] = Self.interrupt
            }
            tcsetattr(input, TCSANOW, &calm)
        }
        defer { if isTerminal { tcsetattr(input, TCSANOW, &before) } }
        let hint = proposal.map { " [\(SafeText.line($0))]" } ?? ""
        try write(SafeText.line(question) + hint + ": ")
        var octets: [UInt8] = []
        while let octet = try next(), octet != 0x0A {
            guard !isTerminal || octet != Self.interrupt else {
                try write("\n")
                throw .cancelled
            }
            guard octets.count < Self.octetsMax else { throw Self.tooLong }
            octets.append(octet)
        }
        let typed = String(decoding: octets, as: UTF8.self)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        return typed.isEmpty ? proposal ?? "" : typed
    }

    /// Asks for something that nobody may read over the shoulder.
    ///
    /// The terminal's own line editing is off meanwhile, Ctrl-C included: a signal would end the
    /// program before the echo is back, and leave the clerk typing blind.
    func secret(_ question: String) throws(CommandFailure) -> String {
        var before = termios()
        guard tcgetattr(input, &before) == 0 else { throw Self.noTerminal }
        var silent = before
        silent.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
        guard tcsetattr(input, TCSAFLUSH, &silent) == 0 else { throw Self.noTerminal }
        defer { tcsetattr(input, TCSAFLUSH, &before) }
        try write(question + ": ")
        let typed: String
        do throws(CommandFailure) {
            typed = try typedSecret()
        } catch {
            try write("\n")
            throw error
        }
        try write("\n")
        return typed
    }

    private func typedSecret() throws(CommandFailure) -> String {
        var octets: [UInt8] = []
        while let octet = try next() {
            switch octet {
            case 0x0A, 0x0D: return String(decoding: octets, as: UTF8.self)
            case Self.interrupt: throw .cancelled
            case 0x04 where octets.isEmpty: throw .cancelled
            case 0x08, 0x7F: Self.dropCharacter(&octets)
            case 0x15: octets = []
            case 0x00..<0x20: break
            default:
                guard octets.count < Self.octetsMax else { throw Self.tooLong }
                octets.append(octet)
            }
        }
        throw .cancelled
    }

    /// Takes back one character, which may be several octets of UTF-8 (RFC 3629 §3).
    private static func dropCharacter(_ octets: inout [UInt8]) {
        while let last = octets.popLast(), last & 0xC0 == 0x80 {}
    }

    private func next() throws(CommandFailure) -> UInt8? {
        var octet: UInt8 = 0
        while true {
            let count = read(input, &octet, 1)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Self.noTerminal }
            return count == 0 ? nil : octet
        }
    }

    private func write(_ text: String) throws(CommandFailure) {
        try Descriptor.write(Data(text.utf8), to: errors)
    }

    private static let noTerminal = CommandFailure.usage(
        Phrase(
            "Här finns ingen terminal att fråga på.",
            "There is no terminal here to ask on."
        )
    )

    private static let tooLong = CommandFailure.badInput(
        Phrase("Det är för långt.", "That is too long.")
    )
}
