/// Whoever owns the calls: told of every event, and free to act on the user agent at once.
///
/// A value like the user agent itself; both live on one event loop, so that nothing can come
/// between an event and what it leads to.
public protocol SIPApplication: Sendable {
    /// When ``tick(_:at:)`` wants to be called; nil when nothing is waited for.
    var due: Duration? { get }
    /// Takes an event.
    mutating func receive(_ event: SIPEvent, _ agent: inout SIPUserAgent, at now: Duration)
    /// Lets everything happen whose time has come.
    mutating func tick(_ agent: inout SIPUserAgent, at now: Duration)
}

/// The certificates of an endpoint, as files in PEM.
public struct SIPCertificates: Sendable, Hashable {
    /// What we show.
    public var certificateFile: String
    /// Its key.
    public var keyFile: String
    /// Who must have signed what peers show; nil for the authorities of the system.
    public var authoritiesFile: String?
    /// True when peers that connect to us must show a certificate too.
    public var wantsPeerCertificate: Bool

    /// Names every member.
    public init(
        certificateFile: String,
        keyFile: String,
        authoritiesFile: String? = nil,
        wantsPeerCertificate: Bool = false
    ) {
        self.certificateFile = certificateFile
        self.keyFile = keyFile
        self.authoritiesFile = authoritiesFile
        self.wantsPeerCertificate = wantsPeerCertificate
    }
}
