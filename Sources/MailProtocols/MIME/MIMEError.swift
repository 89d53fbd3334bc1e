/// Why a mail could not be read or written.
public enum MIMEError: Error, Sendable, Equatable {
    /// There is nothing in it: no header and no text.
    case empty

    /// Reading it would cost too much: its structure was made to be expensive.
    case tooComplex

    /// A value cannot stand in a header; the name of the header is given, never the value.
    ///
    /// A line break in a value would let its writer add headers of his own.
    case unsafeHeader(name: String)

    /// A mailbox is no address; the name of the header is given, never the value.
    case badAddress(header: String)

    /// The library gave nothing back, as when memory is short.
    case failed
}
