import Desk
import DeskAPI
import HTTPTypes
import Hummingbird

/// `/v1/mail/brake`: the stop of all automatic mail.
struct BrakeRoutes {
    let desk: Desk

    @Sendable
    func show(_ request: Request, context: DeskRequestContext) async throws -> Response {
        JSON.answer(BrakeBody(try await desk.brake(as: context.staff())))
    }

    @Sendable
    func pull(_ request: Request, context: DeskRequestContext) async throws -> Response {
        JSON.answer(BrakeBody(try await desk.pullBrake(by: context.staff())))
    }

    @Sendable
    func release(_ request: Request, context: DeskRequestContext) async throws -> Response {
        JSON.answer(BrakeBody(try await desk.releaseBrake(by: context.staff())))
    }
}
