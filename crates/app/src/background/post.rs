use crate::{App, Organization};
use async_trait::async_trait;
use bellwether_kernel::Email;
use bellwether_outbox::{Delivery, Message, Smtp, Transport};
use bellwether_wire::smtp::Server;
use std::sync::{Arc, Mutex, PoisonError};

/// Mail by SMTP, through the server given at the start or else the one in the settings as they are
/// now: a change there holds from the next message on.
pub struct Post {
    app: App,
    given: Option<String>,
    line: Mutex<Option<Line>>,
}

struct Line {
    server: String,
    from: String,
    smtp: Arc<Smtp>,
}

impl Post {
    /// # Errors
    /// A sentence, where `given` is not the address of a mail server.
    pub fn new(app: &App, given: Option<&str>) -> Result<Self, String> {
        if let Some(url) = given {
            Server::parse(url).map_err(|why| format!("--smtp: {why}"))?;
        }
        Ok(Self { app: app.clone(), given: given.map(str::to_owned), line: Mutex::new(None) })
    }

    /// The line to the server as it is set now.
    fn line(&self) -> Result<Arc<Smtp>, String> {
        let organization = self.app.organization();
        let server = self.given.clone().or_else(|| organization.smtp.clone());
        let server = server.ok_or(NO_SERVER)?;
        let from = sender(&self.app, &organization);
        let mut line = self.line.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(open) = line.as_ref().filter(|l| l.server == server && l.from == from) {
            return Ok(open.smtp.clone());
        }
        let parsed = Server::parse(&server).map_err(|why| why.to_string())?;
        let address =
            Email::parse(&from).map_err(|why| format!("the address that mail comes from, {from}: {why}"))?;
        let smtp = Arc::new(Smtp::new(parsed, address));
        *line = Some(Line { server, from, smtp: smtp.clone() });
        Ok(smtp)
    }
}

/// The mail server as it is set now: the command line's, else the settings'.
///
/// # Errors
/// A sentence, where none is set or its address cannot be read.
pub fn server(app: &App) -> Result<Server, String> {
    let set = app.config().smtp.clone().or_else(|| app.organization().smtp.clone());
    Server::parse(&set.ok_or(NO_SERVER)?).map_err(|why| why.to_string())
}

const NO_SERVER: &str = "No mail server is set; an administrator sets it under Settings.";

/// The address that mail comes from: as set, or the installation's own host.
pub(crate) fn sender(app: &App, organization: &Organization) -> String {
    organization.mail_from.clone().unwrap_or_else(|| format!("mentoring@{}", app.config().host()))
}

#[async_trait]
impl Transport for Post {
    async fn deliver(&self, message: &Message) -> Delivery {
        match self.line() {
            Ok(smtp) if message.reply_to.is_none() => {
                let reply_to = self.app.organization().reply_to.clone();
                smtp.deliver(&Message { reply_to, ..message.clone() }).await
            }
            Ok(smtp) => smtp.deliver(message).await,
            Err(why) => Delivery::RefusedForNow(why),
        }
    }
}
