/// How much one LMTP client may ask of us.
///
/// Every value is a bound on memory or work that a stranger can cause through our own mail server.
public struct LMTPLimits: Sendable, Equatable {
    /// Octets of one message after dot-unstuffing; offered as `SIZE` (RFC 1870), 1...
    public var messageBytesMax: Int

    /// Accepted recipients of one message, 1...; the next one is answered 452.
    ///
    /// Source: RFC 5321 §4.5.3.1.8 asks for at least 100.
    public var recipientsMax: Int

    /// Octets of one command line with its CRLF, 512...
    ///
    /// Source: RFC 5321 §4.5.3.1.4 says 512; extensions ask for more room (RFC 6531 §3.4).
    public var commandLineBytesMax: Int

    /// Octets of one line of a message with its CRLF, 1000...
    ///
    /// RFC 5321 §4.5.3.1.6 says 1,000, but real mail has longer ones that a human can read.
    public var textLineBytesMax: Int

    /// Commands that may be wrong before the connection ends with 421.
    public var errorsMax: Int

    /// Takes the limits; what is left out is what suits a helpdesk.
    ///
    /// - Parameters:
    ///   - messageBytesMax: octets of a message, 1...
    ///   - recipientsMax: recipients of a message, 1...
    ///   - commandLineBytesMax: octets of a command line, 512...
    ///   - textLineBytesMax: octets of a line of text, 1000...
    ///   - errorsMax: wrong commands of a connection, 0...
    public init(
        messageBytesMax: Int = 26_214_400,
        recipientsMax: Int = 100,
        commandLineBytesMax: Int = 4096,
        textLineBytesMax: Int = 65_536,
        errorsMax: Int = 20
    ) {
        precondition(messageBytesMax > 0 && recipientsMax > 0, "a door that lets nothing in")
        precondition(commandLineBytesMax >= 512, "RFC 5321 §4.5.3.1.4")
        precondition(textLineBytesMax >= 1000, "RFC 5321 §4.5.3.1.6")
        precondition(errorsMax >= 0, "a count")
        self.messageBytesMax = messageBytesMax
        self.recipientsMax = recipientsMax
        self.commandLineBytesMax = commandLineBytesMax
        self.textLineBytesMax = textLineBytesMax
        self.errorsMax = errorsMax
    }

    /// Octets kept of what a client sends while its message is being delivered.
    ///
    /// RFC 2920 §3.1 lets it send one more transaction up to DATA, and no more without an answer.
    var pipelinedBytesMax: Int { (recipientsMax + 8) * commandLineBytesMax }
}
