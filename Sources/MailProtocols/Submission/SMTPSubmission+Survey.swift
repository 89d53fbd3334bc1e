import CCurl

extension SMTPSubmission {
    /// Greets the mail server, with TLS and the login where they are set, and hangs up.
    ///
    /// It blocks as ``submit(_:from:to:)`` does; nothing is sent.
    ///
    /// - Returns: the server's certificate in PEM; nil when the connection was not encrypted.
    /// - Throws: ``SubmissionError``.
    public func survey() throws(SubmissionError) -> [UInt8]? { try CurlTransfer().survey(self) }
}
