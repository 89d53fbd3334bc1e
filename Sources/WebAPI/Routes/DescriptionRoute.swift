public import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// `GET /openapi.json`: what the API is, for programs.
enum DescriptionRoute {
    @Sendable
    static func show(_ request: Request, context: DeskRequestContext) async throws -> Response {
        Response(
            status: .ok,
            headers: [.contentType: "application/json; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: WebAPI.description))
        )
    }
}

extension WebAPI {
    /// The description of the API (OpenAPI 3.1) as JSON, the same every time.
    public static let description: Data = {
        do {
            return JSON.encoded(try OpenAPIDocument().value())
        } catch {
            preconditionFailure("the API cannot be described: \(error)")
        }
    }()
}
