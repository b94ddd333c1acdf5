use super::{Ctx, Role};
use crate::App;
use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{MethodFilter, MethodRouter, on};

/// One line of the table: method, path, who may, and the handler.
pub struct Route {
    /// `GET` or `POST`.
    pub method: Method,
    /// The path, parameters in braces.
    pub path: &'static str,
    /// The role's name.
    pub who: &'static str,
    pub(crate) handler: MethodRouter<App>,
}

/// That a handler's first argument is the context of just this role. A route whose table entry and
/// whose handler disagree about who may does not compile.
pub trait AsksFor<R> {}

impl<M, R: Role> AsksFor<R> for (M, Ctx<R>) {}
impl<M, R: Role, A> AsksFor<R> for (M, Ctx<R>, A) {}
impl<M, R: Role, A, B> AsksFor<R> for (M, Ctx<R>, A, B) {}
impl<M, R: Role, A, B, C> AsksFor<R> for (M, Ctx<R>, A, B, C) {}

/// A page.
pub fn get<R: Role, H, T>(path: &'static str, _who: R, handler: H) -> Route
where
    H: Handler<T, App>,
    T: AsksFor<R> + 'static,
{
    Route { method: Method::GET, path, who: R::NAME, handler: on(MethodFilter::GET, handler) }
}

/// Something that is done.
pub fn post<R: Role, H, T>(path: &'static str, _who: R, handler: H) -> Route
where
    H: Handler<T, App>,
    T: AsksFor<R> + 'static,
{
    Route { method: Method::POST, path, who: R::NAME, handler: on(MethodFilter::POST, handler) }
}
