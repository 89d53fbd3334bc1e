/// How much of a message is read; what is beyond is refused before it costs anything.
public enum SIPLimits {
    /// Octets of one message with its body: what fits in a datagram.
    public static let messageBytesMax = 65_535
    /// Octets of the start line and of the header fields together.
    public static let headBytesMax = 32_768
    /// Header fields of one message, each line counted that is not a continuation.
    public static let fieldsMax = 256
    /// Hops that a message may name; Max-Forwards begins at 70 (RFC 3261 §8.1.1.6).
    public static let viasMax = 70
    /// Addresses in all fields of one name together, such as Contact or Record-Route.
    public static let addressesMax = 64
    /// Parameters behind one value.
    public static let parametersMax = 64
    /// Octets of a Call-ID, a tag or a branch: they are kept as keys.
    public static let identifierBytesMax = 512
    /// Octets that a request may have while as many wait, or are remembered by their answer, as may
    /// (``SIPUserAgentSettings/transactionsMax``); fewer may be larger.
    public static let transactionBytes = 2_048
    /// Octets of a request above which UDP gives way to TCP where the peer has it (§18.1.1).
    public static let datagramBytesMax = 1_300
}
