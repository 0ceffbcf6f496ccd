//! Lists in, on the workbook's thread: files are read by jobs, and what the workbook holds is read here.

use super::{Desk, Tell};
use crate::app::error::UserError;
use crate::app::list_import::{ListAsk, ListTold, Opened, Preview, taking};
use std::sync::Arc;

impl Desk<'_> {
    pub(super) fn ask_list(&mut self, ask: ListAsk) {
        let error = || UserError::new("Reading could not be started", "Close other programs and try again.");
        match ask {
            ListAsk::Open(path) => {
                let (today, of) = (self.clock.now().date(), path.clone());
                let open = move || {
                    let opened = Opened::open(&of, today).map(Arc::new);
                    Tell::List(ListTold::Opened(of, opened))
                };
                if !self.out.job("open list", open) {
                    self.out.tell(Tell::List(ListTold::Opened(path, Err(error()))));
                }
            }
            ListAsk::Read(opened, plan) => {
                let held = match self.session.store().held() {
                    Ok(held) => held,
                    Err(error) => return self.out.tell(Tell::List(ListTold::Read(Err(error.into())))),
                };
                let read = move || {
                    let list = opened.read(&plan);
                    Tell::List(ListTold::Read(list.map(|list| Arc::new(Preview::new(list, &held)))))
                };
                if !self.out.job("read list", read) {
                    self.out.tell(Tell::List(ListTold::Read(Err(error()))));
                }
            }
            ListAsk::Take(preview, choices) => {
                let people = match self.session.store().people() {
                    Ok(people) => people,
                    Err(error) => return self.out.tell(Tell::Refused(error.into())),
                };
                match taking(&preview, &choices, &people) {
                    Ok(edit) => self.apply(edit),
                    Err(error) => self.out.tell(Tell::Refused(error)),
                }
            }
        }
    }
}
