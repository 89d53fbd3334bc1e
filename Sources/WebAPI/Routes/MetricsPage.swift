import HTTPTypes
import Hummingbird
import NIOCore

/// `GET /metrics`: what was counted, as Prometheus reads it.
public struct MetricsPage: Sendable {
    /// Who may fetch it.
    public enum Audience: String, Sendable, CaseIterable {
        /// Whoever is on this machine, and elsewhere whoever is logged in.
        case loopback
        /// Everybody who can reach the door; for a network that is the operator's alone.
        case anyone
    }

    /// Who may fetch it.
    public var audience: Audience
    /// The media type of the text.
    public var mediaType: String
    /// The page as it is now.
    public var text: @Sendable () async -> String

    /// Names every member.
    public init(
        audience: Audience,
        mediaType: String,
        text: @escaping @Sendable () async -> String
    ) {
        self.audience = audience
        self.mediaType = mediaType
        self.text = text
    }

    @Sendable
    func show(_ request: Request, context: DeskRequestContext) async throws -> Response {
        Response(
            status: .ok,
            headers: [.contentType: mediaType],
            body: ResponseBody(byteBuffer: ByteBuffer(string: await text()))
        )
    }
}
