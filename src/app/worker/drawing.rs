//! Draws on the workbook's thread: what they go by is read here once, the work itself is a job of its own.

use super::{Desk, Tell};
use crate::app::draws::{DrawAsk, DrawTold, Listed};
use crate::model::change::Entity;
use crate::model::draw::{self, History};
use crate::store::{Committed, Result};
use std::sync::Arc;

/// What was read for draws, until it changes.
#[derive(Default)]
pub(super) struct Drawing {
    list: Option<(i64, Arc<Listed>)>,
    history: Option<Arc<History>>,
}

impl Desk<'_> {
    /// Forgets what was read and is old now.
    pub(super) fn redraw(&mut self, committed: &Committed) {
        let touches = |entities: &[Entity]| committed.touched.iter().any(|t| entities.contains(&t.entity));
        if touches(&[Entity::Audit, Entity::Case]) {
            self.drawing.history = None;
        }
        if touches(&[Entity::List, Entity::Case]) {
            self.drawing.list = None;
        }
    }

    /// Answers what is asked about draws.
    pub(super) fn draw(&mut self, ask: DrawAsk) {
        if let Err(error) = self.try_draw(ask) {
            self.out.tell(Tell::Refused(error.into()));
        }
    }

    fn try_draw(&mut self, ask: DrawAsk) -> Result<()> {
        let today = self.clock.now().date();
        match ask {
            DrawAsk::Preview { list, settings } => {
                let Some((listed, history)) = self.drawn_from(list)? else {
                    return self.tell_gone("This list is no longer there");
                };
                self.work(move || {
                    let preview = draw::preview(&listed.candidates, &history, &settings, today);
                    DrawTold::Preview {
                        list,
                        settings,
                        preview,
                    }
                });
            }
            DrawAsk::Draw { list, settings, swaps } => {
                let Some((listed, history)) = self.drawn_from(list)? else {
                    return self.tell_gone("This list is no longer there");
                };
                self.work(move || {
                    let mut made = draw::draw(&listed.candidates, &history, &settings, today);
                    if let Ok(made) = &mut made {
                        made.swap_again(&swaps);
                    }
                    DrawTold::Drawn {
                        list,
                        made: Box::new(made),
                    }
                });
            }
            DrawAsk::Open(id) => {
                let Some(draw) = self.session.kept_draw(id)? else {
                    return self.tell_gone("This draw cannot be read");
                };
                let list = match self.session.list_of(id)? {
                    Some(list) => self.listed(list)?,
                    None => None,
                };
                self.work(move || {
                    let again = list.map(|listed| Box::new(draw::again(&draw, &listed.candidates)));
                    let draw = Box::new(draw);
                    DrawTold::Opened { id, draw, again }
                });
            }
            DrawAsk::Coverage { list, by, months } => {
                let Some((listed, history)) = self.drawn_from(list)? else {
                    return self.tell_gone("This list is no longer there");
                };
                self.work(move || {
                    let coverage = draw::coverage(&listed.candidates, &history, &by, months, today);
                    DrawTold::Coverage { list, coverage }
                });
            }
            DrawAsk::Allocate(ask) => {
                let Some(listed) = self.listed(ask.list)? else {
                    return self.tell_gone("This list is no longer there");
                };
                let edit = self.session.allocation(&listed, &ask)?;
                self.apply(edit);
            }
            DrawAsk::Swap { draw, out, reason } => {
                let edit = self.session.swap_edit(draw, &out, &reason, today)?;
                self.apply(edit);
            }
        }
        Ok(())
    }

    fn drawn_from(&mut self, list: i64) -> Result<Option<(Arc<Listed>, Arc<History>)>> {
        let Some(listed) = self.listed(list)? else {
            return Ok(None);
        };
        let history = match &self.drawing.history {
            Some(history) => history.clone(),
            None => Arc::new(self.session.store().audited()?),
        };
        self.drawing.history = Some(history.clone());
        Ok(Some((listed, history)))
    }

    fn listed(&mut self, list: i64) -> Result<Option<Arc<Listed>>> {
        if let Some((_, listed)) = self.drawing.list.as_ref().filter(|(known, _)| *known == list) {
            return Ok(Some(listed.clone()));
        }
        let listed = self.session.listed(list)?.map(Arc::new);
        self.drawing.list = listed.clone().map(|listed| (list, listed));
        Ok(listed)
    }

    /// A draw from a long list takes longer than a commit may wait.
    fn work(&self, work: impl FnOnce() -> DrawTold + Send + 'static) {
        if !self.out.job("draw", move || Tell::Draw(Box::new(work()))) {
            self.gone("The draw could not be begun. Close other programs and try again");
        }
    }

    fn gone(&self, words: &str) {
        self.out.tell(Tell::Draw(Box::new(DrawTold::Gone(words.to_owned()))));
    }

    /// What was asked for is not there: told, and no fault of the workbook.
    #[expect(clippy::unnecessary_wraps, reason = "it ends whatever was asked")]
    fn tell_gone(&self, words: &str) -> Result<()> {
        self.gone(words);
        Ok(())
    }
}
