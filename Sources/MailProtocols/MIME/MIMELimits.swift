/// What a mail can have too much of.
public enum MIMELimit: String, Sendable, Hashable, CaseIterable {
    case parts
    case depth
    case headers
    case references
    case addresses
    case decodedBytes = "decoded_bytes"
    case time
    /// What the structure would cost altogether, estimated before it is built.
    case complexity
}

/// How much work and memory one mail may cost.
///
/// Past a limit the mail is still read as far as it goes; ``IncomingMail/exceeded`` says which it was,
/// ``IncomingMail/problems`` what was left out.
public struct MIMELimits: Sendable, Equatable {
    /// Parts of one mail, nested ones counted, 1...
    public var partsMax: Int

    /// Multiparts inside each other, 1...
    public var depthMax: Int

    /// Octets of the header block of a mail, 1024...; the lines past it are dropped.
    public var headersBytesMax: Int

    /// Header fields of a mail, 1...
    public var headersMax: Int

    /// Octets of UTF-8 kept of the text, and again of the HTML, 1024...
    public var textBytesMax: Int

    /// Message identifiers kept of `References`; the first and the last ones stay.
    public var referencesMax: Int

    /// Addresses kept of each address header, 1...
    public var addressesMax: Int

    /// Octets of all parts together, their transfer encoding undone, 1024...
    public var decodedBytesMax: Int

    /// How long the parts may take to be read; looked at between one and the next.
    public var timeMax: Duration

    /// Problems that are told, 1...
    public var problemsMax: Int

    /// Takes the limits; what is left out is far above any mail a person writes.
    ///
    /// - Parameters:
    ///   - partsMax: parts of a mail, 1...
    ///   - depthMax: multiparts inside each other, 1...
    ///   - headersBytesMax: octets of the header block, 1024...
    ///   - headersMax: header fields, 1...
    ///   - textBytesMax: octets of text kept, 1024...
    ///   - referencesMax: message identifiers kept, 2...
    ///   - addressesMax: addresses kept of each header, 1...
    ///   - decodedBytesMax: octets of all parts, 1024...
    ///   - timeMax: for all parts together.
    ///   - problemsMax: problems told, 1...
    public init(
        partsMax: Int = 500,
        depthMax: Int = 50,
        headersBytesMax: Int = 1_048_576,
        headersMax: Int = 2000,
        textBytesMax: Int = 2_097_152,
        referencesMax: Int = 1000,
        addressesMax: Int = 1000,
        decodedBytesMax: Int = 104_857_600,
        timeMax: Duration = .seconds(10),
        problemsMax: Int = 50
    ) {
        precondition(partsMax > 0 && depthMax > 0 && headersMax > 0, "a mail has one of each")
        precondition(headersBytesMax >= 1024 && textBytesMax >= 1024, "too little to read a mail")
        precondition(referencesMax >= 2 && addressesMax > 0 && problemsMax > 0, "too little")
        self.partsMax = partsMax
        self.depthMax = depthMax
        self.headersBytesMax = headersBytesMax
        self.headersMax = headersMax
        self.textBytesMax = textBytesMax
        self.referencesMax = referencesMax
        self.addressesMax = addressesMax
        self.decodedBytesMax = decodedBytesMax
        self.timeMax = timeMax
        self.problemsMax = problemsMax
    }
}
