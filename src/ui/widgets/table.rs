//! A table that draws only the rows in sight. A row is one thing: one stop, one name in words, opened with Enter or a
//! press. Egui's tables say nothing to assistive technology, so the rows here say it themselves.

use eframe::egui::accesskit::{Role, SortDirection};
use eframe::egui::{Align, Id, Layout, Rect, Sense, Stroke, Ui, UiBuilder, WidgetInfo, pos2, vec2};
use egui_extras::{Column as Width, TableBuilder};

use super::focus;
use super::paint::{self, Weight};
pub use super::row::RowEvent as TableEvent;
use super::row::{Row, State};
use crate::ui::fonts::Icon;
use crate::ui::theme::{size, space, tokens};

/// How a column is ordered now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Smallest first.
    Ascending,
    /// Greatest first.
    Descending,
}

/// One column.
#[derive(Clone, Copy, Debug)]
pub struct Column<'a> {
    title: &'a str,
    width: f32,
    rest: bool,
    right: bool,
    sortable: bool,
    order: Option<Order>,
}

impl<'a> Column<'a> {
    /// A column of a width.
    pub fn new(title: &'a str, width: f32) -> Self {
        Self {
            title,
            width,
            rest: false,
            right: false,
            sortable: false,
            order: None,
        }
    }

    /// A column that takes what room is left, and at least this.
    pub fn rest(title: &'a str, least: f32) -> Self {
        let mut column = Self::new(title, least);
        column.rest = true;
        column
    }

    /// Numbers: aligned at the right.
    #[must_use]
    pub fn right(mut self) -> Self {
        self.right = true;
        self
    }

    /// It can be sorted by, and is now so.
    #[must_use]
    pub fn sortable(mut self, now: Option<Order>) -> Self {
        self.sortable = true;
        self.order = now;
        self
    }
}

/// A table: see [`Table::show`].
#[must_use = "call show"]
pub struct Table<'a> {
    id: Id,
    name: &'a str,
    columns: &'a [Column<'a>],
    row_height: f32,
    head: bool,
    max_height: Option<f32>,
    min_height: f32,
}

const HEAD: f32 = 40.0;

/// Brings a row of the table of that id into sight and gives it the focus.
pub fn go_to(ctx: &eframe::egui::Context, table: Id, row: usize) {
    ctx.data_mut(|data| data.get_temp_mut_or_default::<State>(table).going = Some(row));
}

impl<'a> Table<'a> {
    /// A table; `name` says of what.
    pub fn new(id: Id, name: &'a str, columns: &'a [Column<'a>]) -> Self {
        Self {
            id,
            name,
            columns,
            row_height: 44.0,
            head: true,
            max_height: None,
            min_height: 120.0,
        }
    }

    /// How high a row is; all are alike.
    pub fn row_height(mut self, height: f32) -> Self {
        self.row_height = height;
        self
    }

    /// Without a line of titles: a list.
    pub fn headless(mut self) -> Self {
        self.head = false;
        self
    }

    /// The most it may be high; else all the room there is.
    pub fn max_height(mut self, height: f32) -> Self {
        self.max_height = Some(height);
        self
    }

    /// The least it is high before it scrolls, however little room is left: the screen around it scrolls then.
    pub fn min_height(mut self, height: f32) -> Self {
        self.min_height = height;
        self
    }

    /// Shows `rows` rows. `describe` says a row in words and whether it is selected; `cell` fills a cell of a row, by
    /// row and column. Both are asked only for rows in sight.
    pub fn show(
        self,
        ui: &mut Ui,
        rows: usize,
        mut describe: impl FnMut(usize) -> (String, bool),
        mut cell: impl FnMut(&mut Ui, usize, usize),
    ) -> TableEvent {
        let mut event = TableEvent::default();
        let mut state = ui.data(|data| data.get_temp::<State>(self.id)).unwrap_or_default();
        state.cursor = state.cursor.min(rows.saturating_sub(1));
        state.going = state.going.filter(|row| *row < rows);
        let builder = UiBuilder::new()
            .accessibility_role(Role::Table)
            .accessibility_label(self.name);
        ui.scope_builder(builder, |ui| {
            ui.accesskit_node_builder(ui.unique_id(), |node| {
                node.set_row_count(rows);
                node.set_column_count(self.columns.len());
            });
            ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
            let place = ui.available_rect_before_wrap();
            let table = self.builder(ui, state.going);
            let body = |body: egui_extras::TableBody<'_>| {
                self.body(body, rows, &mut state, &mut event, &mut describe, &mut cell);
            };
            if self.head {
                let mut sort = None;
                table
                    .header(HEAD, |mut row| {
                        for (at, column) in self.columns.iter().enumerate() {
                            row.col(|ui| {
                                if header(ui, self.id.with(("head", at)), column, at == 0) {
                                    sort = Some(at);
                                }
                            });
                        }
                    })
                    .body(body);
                event.sort = sort;
                let colors = tokens(ui);
                let line = Stroke::new(colors.line_width(), colors.line);
                ui.painter().hline(place.x_range(), place.top() + HEAD - 0.5, line);
            } else {
                table.body(body);
            }
        });
        ui.data_mut(|data| data.insert_temp(self.id, state));
        event
    }

    fn builder<'u>(&self, ui: &'u mut Ui, going: Option<usize>) -> TableBuilder<'u> {
        let mut table = TableBuilder::new(ui)
            .id_salt(self.id)
            .striped(false)
            .animate_scrolling(false)
            .auto_shrink([false, true])
            .min_scrolled_height(self.min_height)
            .cell_layout(Layout::left_to_right(Align::Center));
        if let Some(height) = self.max_height {
            table = table.max_scroll_height(height);
        }
        if let Some(row) = going {
            table = table.scroll_to_row(row, None);
        }
        for column in self.columns {
            table = table.column(if column.rest {
                Width::remainder().at_least(column.width).clip(true)
            } else {
                Width::exact(column.width).clip(true)
            });
        }
        table
    }

    fn body(
        &self,
        mut body: egui_extras::TableBody<'_>,
        rows: usize,
        state: &mut State,
        event: &mut TableEvent,
        describe: &mut impl FnMut(usize) -> (String, bool),
        cell: &mut impl FnMut(&mut Ui, usize, usize),
    ) {
        let clip = body.ui_mut().clip_rect();
        let place = body.max_rect();
        let focused = body.ui_mut().memory(eframe::egui::Memory::focused);
        let page = (clip.height() / self.row_height).floor().max(1.0) as usize;
        // Tab stops at one row: where the arrows are, when that is in sight, else the first in sight.
        let first = ((clip.top() - place.top()) / self.row_height).ceil().max(0.0) as usize;
        let stop = if (first..first + page).contains(&state.cursor) {
            state.cursor
        } else {
            first
        };
        body.rows(self.row_height, rows, |mut row| {
            let at = row.index();
            let id = self.id.with(("row", at));
            let last = self.columns.len().saturating_sub(1);
            for (column_at, column) in self.columns.iter().enumerate() {
                row.col(|ui| {
                    if column_at == 0 {
                        let top = ui.max_rect().top();
                        let rect = Rect::from_x_y_ranges(place.x_range(), top..=top + self.row_height);
                        let one = Row {
                            id,
                            at,
                            rows,
                            rect,
                            clip,
                            stop: at == stop || focused == Some(id),
                        };
                        let (words, selected) = describe(at);
                        one.show(ui, &words, selected, page, state, event);
                    }
                    if column.right {
                        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                            ui.add_space(if column_at == last { space::M } else { space::L });
                            cell(ui, at, column_at);
                        });
                    } else {
                        let edge = if column_at == last { space::M } else { space::S };
                        ui.set_max_width((ui.max_rect().width() - edge).max(8.0));
                        ui.add_space(if column_at == 0 { space::M } else { 0.0 });
                        cell(ui, at, column_at);
                    }
                });
            }
        });
    }
}

fn header(ui: &mut Ui, id: Id, column: &Column<'_>, first: bool) -> bool {
    let colors = tokens(ui);
    let rect = ui.max_rect();
    let text = paint::fit(
        ui,
        column.title,
        Weight::Semibold,
        size::LIST,
        colors.muted,
        rect.width() - space::M - 4.0,
    );
    let sense = if column.sortable {
        Sense::click()
    } else {
        Sense::hover()
    };
    let response = ui.interact(rect, id, sense);
    response.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, ui.is_enabled(), column.title));
    let order = column.order;
    if let Some(order) = order {
        let (direction, words) = match order {
            Order::Ascending => (SortDirection::Ascending, "Sorted ascending"),
            Order::Descending => (SortDirection::Descending, "Sorted descending"),
        };
        ui.accesskit_node_builder(id, |node| {
            node.set_sort_direction(direction);
            node.set_description(words);
        });
    }
    let inset = if first { space::M } else { 0.0 };
    let left = if column.right {
        rect.right() - space::L - text.size().x
    } else {
        rect.left() + inset
    };
    let after = left + text.size().x + space::S;
    paint::text_at(ui.painter(), left, rect.center().y, text);
    let arrow = match order {
        Some(Order::Ascending) => Some(Icon::ArrowUp),
        Some(Order::Descending) => Some(Icon::ArrowDown),
        None => None,
    };
    if let Some(arrow) = arrow {
        paint::icon(
            ui.painter(),
            arrow,
            pos2(after + 4.0, rect.center().y),
            14.0,
            colors.muted,
        );
    } else if response.hovered() && column.sortable {
        // An arrow would say that the list is in this order already.
        let under = rect.bottom() - 2.0;
        let line = Stroke::new(2.0, colors.field_line);
        ui.painter().hline(left..=after - space::S, under, line);
    }
    paint::focus_inside(ui, &response, rect.shrink2(vec2(0.0, 4.0)), 4);
    focus::pressed(&response);
    response.clicked()
}
